import type { Session } from '../store/session.js';
import { displayPath } from '../workspace/path-bytes.js';
import { scopeOf } from './session-workspace.js';

const mostNames = 10;

/** Said once, at the start: whoever set up the benchmark can see whether the judge is really out of reach. */
export function pinnedWords(session: Session): string {
  const files = shown(session.scope.pinned);
  const pinned = `Pinned, besides what \`protected\` names: ${files}. What these call in turn is not pinned unless \`protected\` or \`editable\` says so.`;
  const open = openDirectories(session);
  if (open.length === 0) return pinned;
  return `${pinned} The commands name ${shown(open)}, which candidates may change: if files there judge, name them in \`protected\`.`;
}

/** Directories that the commands name and whose files a candidate may change, though nobody has said so. */
function openDirectories(session: Session): string[] {
  if (session.config.editable !== undefined) return [];
  const check = scopeOf(session);
  return session.scope.directories.filter((path) => check(`${path}/any`) === undefined);
}

function shown(paths: readonly string[]): string {
  return paths.slice(0, mostNames).map(displayPath).join(', ');
}
