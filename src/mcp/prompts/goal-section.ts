import { z } from 'zod';

/** The argument of prompts that begin something. */
export const goalArgument = z
  .string()
  .optional()
  .describe('What to improve, such as "Parse large files faster". Without it the agent asks.');

const lineBreak = /\r\n|[\n\r\u0085\u2028\u2029]/;

/**
 * The part of a prompt that says what is to be achieved. The goal is quoted line by line, so that nothing in it, such as
 * headings or fences, is taken for a part of the text around it.
 */
export function goalSection(goal = ''): string {
  const words = goal.trim();
  if (words === '') return 'The goal is what the user has asked for. Where that is not clear, ask first.';
  const quoted = words.split(lineBreak).map((line) => `> ${line}`.trimEnd());
  // Some clients split what follows a slash command at spaces, and pass the first piece alone.
  const cut = /\s/.test(words)
    ? []
    : ['', 'Your client may have cut it: more words of the user count as well.'];
  return ['The goal, in the words of the user:', '', ...quoted, ...cut].join('\n');
}
