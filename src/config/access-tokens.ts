import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Refusal } from '../errors.js';

/** Whom a token lets in, and what for. */
interface Permit {
  /** The name that the token was given. */
  readonly name: string;
  /** Lists and asks, and changes nothing. */
  readonly readOnly: boolean;
}

/** A secret, and whom it lets in. */
export interface AccessToken extends Permit {
  readonly secret: string;
}

/** Who has come in. */
export interface Visitor extends Permit {
  /** Tells one secret from another, of one name also, and is none: a new secret is a new visitor. */
  readonly key: string;
}

// Characters of a secret: fewer could be guessed, and of more no header is sure to come through.
const shortest = 24;
const longest = 512;
const line = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})[ \t]+(\S+)(?:[ \t]+(read-only))?$/;

/** 256 bits of randomness, by a name that says what it opens. */
export function newSecret(): string {
  return `autoresearch_${randomBytes(32).toString('base64url')}`;
}

/**
 * The tokens of a file: one a line, `name secret` or `name secret read-only`. Lines that begin with # and empty ones say nothing.
 *
 * @param where the file's name, for the refusal; no secret is ever in that.
 * @throws Refusal `invalid_config`
 */
export function parseTokens(text: string, where: string): AccessToken[] {
  const tokens = text.split(/\r?\n/).flatMap((each, at) => tokenOf(each.trim(), `${where}, line ${at + 1}`));
  const names = tokens.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw invalid(`${where} has two tokens of the name ${twice}.`);
  return tokens;
}

function tokenOf(text: string, where: string): AccessToken[] {
  if (text === '' || text.startsWith('#')) return [];
  const [, name, secret, mode] = line.exec(text) ?? [];
  if (name === undefined || secret === undefined) throw invalid(`${where} is no token.`);
  const fault = faultOf(secret);
  if (fault !== undefined) throw invalid(`The token in ${where} ${fault}.`);
  return [{ name, secret, readOnly: mode === 'read-only' }];
}

function invalid(message: string): Refusal {
  return new Refusal(
    'invalid_config',
    message,
    'A line is `name secret` or `name secret read-only`; `autoresearch-mcp token add <name>` writes one.',
  );
}

/** Why nobody could come in by a secret, or anybody, where that is so. */
function faultOf(secret: string): string | undefined {
  if (secret.length < shortest) return `is shorter than ${shortest} characters`;
  if (secret.length > longest) return `is longer than ${longest} characters`;
  return /^[\x21-\x7e]+$/.test(secret) ? undefined : 'has blanks, or other characters than those of ASCII';
}

/**
 * The secret of an environment variable: what is made of a file often ends in a new line.
 *
 * @throws Refusal `invalid_config` for one that could be guessed, or that no request could have.
 */
export function secretOf(text: string, variable: string): string {
  const secret = text.trim();
  const fault = faultOf(secret);
  if (fault === undefined) return secret;
  throw new Refusal(
    'invalid_config',
    `The token in ${variable} ${fault}.`,
    `Take ${shortest} to ${longest} letters, digits and signs of ASCII: \`openssl rand -hex 32\` makes some.`,
  );
}

/** A token's line in the file. */
export function lineOf({ name, secret, readOnly }: AccessToken): string {
  return `${name} ${secret}${readOnly ? ' read-only' : ''}\n`;
}

/**
 * Whom a secret lets in. Every token is compared in constant time, by digests of one length, so that how long it takes
 * tells nothing of any.
 */
export function admittedBy(tokens: readonly AccessToken[], secret: string): Visitor | undefined {
  const given = digestOf(secret);
  const matching = tokens.filter((token) => timingSafeEqual(digestOf(token.secret), given));
  const [first] = matching;
  return first === undefined ? undefined : visitorOf(first);
}

/** Whom a token lets in. */
export function visitorOf({ name, readOnly, secret }: AccessToken): Visitor {
  return { name, readOnly, key: digestOf(secret).toString('base64url') };
}

/** Whether it is the same secret, with the same name and rights. */
export function isSameVisitor(a: Visitor, b: Visitor): boolean {
  return a.key === b.key && a.name === b.name && a.readOnly === b.readOnly;
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
