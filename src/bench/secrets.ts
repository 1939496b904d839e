import { plainText } from './plain-text.js';
import { isSecretShape, secretPartsOf } from './secret-shapes.js';

/** A text that must not be told, and the variable that holds it. */
export interface Secret {
  readonly name: string;
  readonly text: string;
}

const minLength = 8; // characters; what is shorter would mask half of any output
const minPieceLength = 16; // of one line of several, or of one word

const notSecret = /^(?:OLD)?PWD$/;
const secretSegment =
  /^(?:.*(?:TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|(?:API|ACCESS|PRIVATE|SECRET)KEY)S?|KEYS?|PASS|PWD|PAT|CREDS?|AUTH(?:ORIZATION)?|COOKIES?|PRIVATE|JWT|BEARER)$/i;
// The second of several is one, too; Auth0 is a company.
const number = /(?<!^AUTH)\d+$/i;

/**
 * What is secret in an environment: values of 8 characters or more whose name says so (`GITHUB_TOKEN`, `PGPASSWORD`)
 * or whose shape is known (a token, a private key), and what is known to be secret within a value (the password of a
 * URL), with the value around it. The longest first. A value of several lines, or a list, is secret piece by piece, where
 * a piece has 16 characters or more.
 */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): Secret[] {
  const secrets = Object.entries(environment).flatMap(([name, value = '']) =>
    textsOf(name, value.trim()).map((text) => ({ name, text })),
  );
  // A placeholder that is the name of a variable itself is no secret, and would be found in the mask again.
  return secrets
    .filter(({ text }) => !secrets.some(({ name }) => maskOf(name).includes(text)))
    .sort((a, b) => b.text.length - a.text.length);
}

function isSecretName(name: string): boolean {
  const segments = name.replace(/([a-z])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);
  return segments.some((segment) => secretSegment.test(segment.replace(number, '')));
}

/** All of a variable that must not be told, as it looks once it is cleaned. */
function textsOf(name: string, value: string): string[] {
  if (notSecret.test(name)) return [];
  const parts = plain(secretPartsOf(value), minLength);
  const isAll = isSecretName(name) || isSecretShape(value);
  if (!isAll && parts.length === 0) return [];
  const isOneLine = !/[\r\n]/.test(value);
  const whole = isOneLine ? plain([value], minLength) : [];
  return [...new Set([...whole, ...parts, ...(isAll ? plain(piecesOf(value), minPieceLength) : [])])];
}

/** The lines, also those that are written as `\n`, and the words of a list. */
function piecesOf(value: string): string[] {
  const lines = value.split(/\r\n?|\n|\\n/);
  return [...lines, ...lines.flatMap((line) => line.split(/[\s,;]+/))].filter((piece) => piece !== value);
}

function plain(texts: readonly string[], length: number): string[] {
  return texts.map((text) => plainText(text).trim()).filter((text) => text.length >= length);
}

/** The secrets of this server's own environment. */
export const serverSecrets: readonly Secret[] = secretsOf(process.env);

/** Characters of the longest secret; 0 for none. */
export function longestSecret(secrets: readonly Secret[] = serverSecrets): number {
  return secrets[0]?.text.length ?? 0;
}

/**
 * A text with every secret in it replaced by the name of its variable. Only what stands there as it is: a secret that
 * code has encoded cannot be known. Escape sequences must have been removed, and nothing been cut.
 */
export function maskSecrets(text: string, secrets: readonly Secret[] = serverSecrets): string {
  const found = secrets.flatMap((secret) => placesOf(text, secret)).sort((a, b) => a.start - b.start);
  let masked = '';
  let done = 0;
  for (const { start, end, name } of found) {
    // Of two secrets that overlap, not even the end of the second is told.
    if (start >= done) masked += text.slice(done, start) + maskOf(name);
    done = Math.max(done, end);
  }
  return masked + text.slice(done);
}

interface SecretPlace {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

function placesOf(text: string, secret: Secret): SecretPlace[] {
  const places: SecretPlace[] = [];
  for (let start = text.indexOf(secret.text); start !== -1; start = text.indexOf(secret.text, start + 1)) {
    places.push({ start, end: start + secret.text.length, name: secret.name });
  }
  return places;
}

function maskOf(name: string): string {
  return `[masked: ${name}]`;
}
