import type { App } from '../../loop/app.js';
import type { Run } from '../../store/run.js';
import type { Session } from '../../store/session.js';

interface About {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: string;
}

/** There is one of it. */
export interface OverallKind extends About {
  readonly of: 'all';
  readonly uri: string;
  readonly read: (app: App) => string;
}

/** There is one of it for each session. */
export interface SessionKind extends About {
  readonly of: 'session';
  /** What follows the session's URI. */
  readonly part: string;
  /** Whether clients are listed those of the newest sessions. */
  readonly isListed: boolean;
  readonly read: (app: App, session: Session) => string | Promise<string>;
}

/** There is one of it for each run. */
export interface RunKind extends About {
  readonly of: 'run';
  /** What follows the run's URI. */
  readonly part: string;
  /** Whether clients are listed those of the newest runs. */
  readonly isListed: boolean;
  readonly read: (app: App, session: Session, run: Run) => string | Promise<string>;
}

/** A kind of resource: one file each in this folder. Reading one changes nothing. */
export type ResourceKind = OverallKind | SessionKind | RunKind;

/** Data as the text of a resource. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
