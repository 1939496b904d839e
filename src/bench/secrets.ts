import { plainText } from './plain-text.js';

/** A text that must not be told, and the variable that holds it. */
export interface Secret {
  readonly name: string;
  readonly text: string;
}

const minLength = 8; // characters; what is shorter would mask half of any output
const minPartLength = 16; // of one line of several, or of a part

const notSecret = /^(?:OLD)?PWD$/;
const secretSegment =
  /^(?:.*(?:TOKEN|(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|APIKEY|ACCESSKEY)S?)|KEYS?|PASS|PWD|PAT|CREDS?|AUTH|COOKIES?|PRIVATE|JWT|BEARER)$/i;
const knownShape =
  /^(?:gh[oprsu]_|github_pat_|glpat-|sk-[\w-]{16}|[rs]k_(?:live|test)_|xox[a-z]-|A[KS]IA[A-Z0-9]{12}|AIza|hf_\w{20}|npm_\w{20}|pypi-\w{16}|eyJ[\w-]+\.|-----BEGIN [A-Z ]*PRIVATE KEY)/;
const passwordInUrl = /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:([^\s/]+)@/i;

/**
 * What is secret in an environment: values of 8 characters or more whose name says so (`GITHUB_TOKEN`, `PGPASSWORD`)
 * or whose shape is known (a token, a URL with a password). The longest first. A value of several lines, such as a
 * private key, is secret line by line, where a line has 16 characters or more.
 */
export function secretsOf(environment: Readonly<Record<string, string | undefined>>): Secret[] {
  const secrets = Object.entries(environment).flatMap(([name, value = '']) =>
    isSecret(name, value) ? textsOf(value).map((text) => ({ name, text })) : [],
  );
  // A placeholder that is the name of a variable itself is no secret, and would be found in the mask again.
  return secrets
    .filter(({ text }) => !secrets.some(({ name }) => maskOf(name).includes(text)))
    .sort((a, b) => b.text.length - a.text.length);
}

function isSecret(name: string, value: string): boolean {
  if (notSecret.test(name)) return false;
  const segments = name.replace(/([a-z])([A-Z])/g, '$1_$2').split(/[^A-Za-z0-9]+/);
  const byName = segments.some((segment) => secretSegment.test(segment));
  return byName || knownShape.test(value.trim()) || passwordInUrl.test(value);
}

/** The value, its lines (also those that are written as `\n`), and a password in it; as they look once they are cleaned. */
function textsOf(value: string): string[] {
  const whole = value.trim();
  const parts = whole.split(/\r\n?|\n|\\n/).filter((part) => part !== whole);
  const isOneLine = !/[\r\n]/.test(whole);
  const password = passwordInUrl.exec(whole)?.[1] ?? '';
  return [...plain([...(isOneLine ? [whole] : []), password], minLength), ...plain(parts, minPartLength)];
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
