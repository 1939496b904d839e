/**
 * What a text costs an agent, in tokens, guessed high: two ASCII characters have one (base64 and random letters come
 * near that), four bytes of any other text three (emoji and rare scripts do).
 */
export function tokensIn(text: string): number {
  const ascii = text.replace(/\P{ASCII}/gu, '').length;
  return (2 * ascii + 3 * (Buffer.byteLength(text) - ascii)) / 4;
}

/** The longest beginning of a text that costs no more than this, with no character halved. */
export function beginningWithin(text: string, maxTokens: number): string {
  let left = maxTokens;
  let length = 0;
  for (const character of text) {
    left -= tokensIn(character);
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
