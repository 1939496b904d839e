import type { DiscardedGroup } from '../store/run-groups.js';
import type { Session } from '../store/session.js';
import type { App } from './app.js';
import { brief } from './report.js';
import { shownPath } from './shown-text.js';

const groups = 6;
const filesNamed = 3;
const textLength = 100;

/** What was tried in the same files, and led nowhere. */
interface DeadEnd {
  readonly files: readonly string[];
  readonly runs: number;
  /** How many of them ended with which verdict. */
  readonly verdicts: string;
  /** The last of them, and what was learnt from it. */
  readonly last_run: number;
  readonly last: string;
}

/** Discarded runs of a session by the files that they changed, most runs first. */
export function deadEnds(app: App, session: Session): DeadEnd[] {
  return app.store.groups.discarded(session.id, groups).map(toldOf);
}

function toldOf({ files, runs, verdicts, lastRun, description, learned }: DiscardedGroup): DeadEnd {
  return {
    files: [
      ...files.slice(0, filesNamed).map(shownPath),
      ...(files.length > filesNamed ? [`and ${files.length - filesNamed} more`] : []),
    ],
    runs,
    verdicts: Object.entries(verdicts)
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(', '),
    last_run: lastRun,
    last: brief(learned ?? description, textLength),
  };
}
