import { visibleText } from '../bench/visible-text.js';
import type { Session } from '../store/session.js';
import { displayPath, toPathBytes } from '../workspace/path-bytes.js';
import { namedAtRunTime } from '../workspace/run-time-names.js';
import { shellLines } from './session-commands.js';
import { scopeOf } from './session-workspace.js';

const mostNames = 10;
const mostSigns = 80;

/** Said once, at the start: whoever set up the benchmark can see whether the judge is really out of reach. */
export function pinnedWords(session: Session): string {
  const files = shown([...session.scope.pinned, ...session.scope.globs.map(toPathBytes)]);
  const pinned = `Pinned, besides what \`protected\` names: ${files}. What these call in turn is not pinned unless \`protected\` or \`editable\` says so.`;
  return [pinned, ...openWords(session), ...runTimeWords(session)].join(' ');
}

function openWords(session: Session): string[] {
  const open = openDirectories(session);
  if (open.length === 0) return [];
  return [
    `The commands name ${shown(open)}, which candidates may change: if files there judge, name them in \`protected\`.`,
  ];
}

/** What cannot be followed before it runs. */
function runTimeWords({ commands }: Session): string[] {
  const parts = [...new Set(shellLines(commands).flatMap(namedAtRunTime))].slice(0, mostNames);
  if (parts.length === 0) return [];
  const quoted = parts.map((part) => `\`${visibleText(part, mostSigns)}\``).join(', ');
  return [`What ${quoted} names at run time is not pinned: list it in \`protected\`.`];
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
