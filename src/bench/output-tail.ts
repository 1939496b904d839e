import { plainText } from './plain-text.js';
import { longestSecret, maskSecrets, type Secret, serverSecrets } from './secrets.js';
import { lastLines } from './shown-lines.js';

/** Tokens for the end of an output. With {@link checksTokens}, names and other numbers, one result stays at about 2,000. */
export const outputTokens = 450;
/** Tokens for the end of the output of the checks. */
export const checksTokens = 250;

const maxLines = 40;

/** What is known of some output. */
export interface TailOptions {
  readonly maxTokens: number;
  /** Whether these are only the last bytes of it. */
  readonly isCut: boolean;
  readonly secrets?: readonly Secret[];
}

/**
 * Output for an agent: {@link plainText}, and no secret of the server's environment in it. Secrets are masked before
 * anything is cut off, so that not even half of one is left at a cut.
 */
export function cleanOutput(text: Buffer | string, secrets: readonly Secret[] = serverSecrets): string {
  return maskSecrets(plainText(text), secrets);
}

/**
 * The end of some output, cleaned: at most 40 lines and so many tokens, long lines cut, without trailing blank lines. A
 * first line in brackets says what was left out.
 */
export function tailOf(output: Buffer | string, options: TailOptions): string {
  const { isCut, maxTokens, secrets = serverSecrets } = options;
  const text = output.toString('utf8').trimEnd();
  const cleaned = isCut ? cleanedFromWithin(text, secrets) : cleanOutput(text, secrets);
  const lines = cleaned.trimEnd().split('\n');
  const shown = lastLines(lines.slice(-maxLines), maxTokens);
  if (isCut) return ['[… what came before is left out]', ...shown].join('\n');
  const leftOut = lines.length - shown.length;
  return (leftOut === 0 ? shown : [`[… ${leftOut} lines left out]`, ...shown]).join('\n');
}

// More than is left of an escape sequence that the beginning was cut from.
const margin = 256;

/** Text from the middle of a stream may begin inside a secret, of which the end would not be known for one. */
function cleanedFromWithin(text: string, secrets: readonly Secret[]): string {
  const lineStart = text.search(/[\r\n]/) + 1;
  if (lineStart > 0) return cleanOutput(text.slice(lineStart), secrets);
  const doubtful = longestSecret(secrets) + margin;
  return cleanOutput(text, secrets)
    .slice(doubtful)
    .replace(/^[\uDC00-\uDFFF]/, '');
}
