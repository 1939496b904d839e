const mark =
  /[[［](?=\s*(?:output\s+of\s+the\s+command|difference\s+to\s+the|end\s+of\s+(?:output|difference)))/gi;

/**
 * A text from outside in which nothing looks like the marks that are put around such texts: it must neither close one
 * nor open another.
 */
export function withoutMarks(text: string): string {
  return text.replace(mark, '(');
}
