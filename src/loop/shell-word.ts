/** A word as a shell takes it for one: git allows quotes, `;` and `$` in the name of a branch. */
export function shellWord(text: string): string {
  return /^[\p{L}\p{N}_./@%+=:,-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
