import type { ErrorDetails } from '../errors.js';
import { inShort } from '../loop/told-notes.js';
import type { Reply } from './tool.js';

/**
 * The next step and the notes of a result, with what a person has said at their head.
 *
 * @param words what is told once.
 * @param standing what is told as long as it holds.
 */
export function saidFirst(
  { notes, next_step }: Reply,
  words: readonly string[],
  standing?: string,
): ErrorDetails {
  const told: unknown[] = Array.isArray(notes) ? notes : [];
  const lasting = standing === undefined ? [] : [standing];
  if (words.length + lasting.length === 0) return {};
  const heed = words.length === 0 ? [] : ['Heed that first. Then:'];
  // The whole of it is in the notes.
  const first = [...words.map(inShort), ...heed, ...lasting.map(inShort)];
  return {
    next_step: [...first, next_step].join(' '),
    notes: [...words, ...lasting.filter((text) => !told.includes(text)), ...told],
  };
}
