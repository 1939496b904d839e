import type { Session } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import { absentMode, type TreeChange } from '../workspace/tree-diff.js';
import { shellWord } from './shell-word.js';
import { shownPath } from './shown-text.js';

const namedConflicts = 5;

/** What is told of paths that a log left as they are, since they had been edited in the directory, too. */
export function conflictNotes(session: Session, conflicts: readonly TreeChange[], keeps: boolean): string[] {
  const owner = keeps ? 'the kept commit' : 'the best code';
  const more = conflicts.length - namedConflicts;
  return [
    ...conflicts.slice(0, namedConflicts).map((change) => conflictNote(session, change, owner)),
    ...(more > 0 ? [`So it is with ${more} more of the paths in edited_since.`] : []),
  ];
}

function conflictNote({ prefix }: Session, { path, newMode }: TreeChange, owner: string): string {
  const name = displayPath(path);
  const left = `${shownPath(name)} was edited here, too: it still is as you left it, not as ${owner} has it`;
  if (newMode === absentMode) return `${left}, where there is no such file.`;
  // Paths are told from the top of the repository, but git takes them from where it is called.
  const word = shellWord(prefix === '' ? name : `:/${name}`);
  return `${left}; \`git checkout HEAD -- ${shownPath(word)}\` takes the kept one.`;
}
