/**
 * What a text costs an agent, in tokens, guessed high: two ASCII characters have one (base64 and random letters come
 * near that), four bytes of any other text three (emoji and rare scripts do).
 */
export function tokensIn(text: string): number {
  const ascii = text.replace(/\P{ASCII}/gu, '').length;
  return (2 * ascii + 3 * (Buffer.byteLength(text) - ascii)) / 4;
}

/** What characters are likely to cost in a JSON string, by their kinds. */
const likely: readonly (readonly [RegExp, number])[] = [
  [/[a-z]/g, 0.25],
  [/[A-Z]/g, 1],
  [/[0-9]/g, 0.75],
  [/\\/g, 1.1],
  [/[!-/:-@[-`{-~]/g, 0.65],
  [/ /g, 0.1],
  [/[\n\r\t]/g, 1.35],
  [/\p{Cc}/gu, 4],
  [
    /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Thai}]/gu,
    0.6,
  ],
  [/[\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/gu, 0.9],
  [/\p{Script=Han}/gu, 1.5],
];
// Of any other character.
const likelyByte = 0.85;
// Where letters and digits take turns, as in hex, no token is long.
const turn = /(?<=[a-z])(?=[0-9])|(?<=[0-9])(?=[a-z])/gi;
const likelyTurn = 0.25;

/**
 * What a text is likely to cost an agent, in tokens: a closer guess than {@link tokensIn}. It is a third too high for
 * English and most scripts that people write in, twice too high for Chinese, a little too high for hex, and about right for base64 and rare scripts.
 */
export function likelyTokens(text: string): number {
  let rest = text;
  let tokens = (text.match(turn)?.length ?? 0) * likelyTurn;
  for (const [characters, cost] of likely) {
    const without = rest.replace(characters, '');
    tokens += (rest.length - without.length) * cost;
    rest = without;
  }
  return tokens + Buffer.byteLength(rest) * likelyByte;
}

/**
 * The longest beginning of a text that costs no more than this, with no character halved.
 *
 * @param costOf a part of it, in tokens.
 */
export function beginningWithin(text: string, maxTokens: number, costOf = tokensIn): string {
  let left = maxTokens;
  let length = 0;
  for (const character of text) {
    left -= costOf(character);
    if (left < 0) return text.slice(0, length);
    length += character.length;
  }
  return text;
}

/**
 * As many of the first things of a list as together cost no more than this.
 *
 * @param textOf what the agent is shown of one.
 */
export function fitting<T>(items: readonly T[], textOf: (item: T) => string, maxTokens: number): T[] {
  let left = maxTokens;
  const end = items.findIndex((item) => {
    left -= tokensIn(textOf(item)) + 1; // for what stands between two of them
    return left < 0;
  });
  return items.slice(0, end === -1 ? items.length : end);
}
