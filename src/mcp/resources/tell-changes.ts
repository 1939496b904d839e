import type { App } from '../../loop/app.js';
import { type Changes, followChanges } from '../../loop/follow-changes.js';
import { resourceKinds } from './all.js';
import { runUri, sessionUri } from './uris.js';

const lookMilliseconds = 1_000;

/** Who is told of changes. What has gone by now simply hears nothing. */
export interface Audience {
  /** Whether anybody is there to hear. */
  readonly isThere: () => boolean;
  /** There are sessions or runs that there were not. */
  readonly listChanged: () => void;
  readonly updated: (uri: string) => void;
}

export interface ChangeTeller {
  /** The database that is now worked with: what happens from here on is told. */
  readonly follow: (app: App) => void;
  /** Tell what has happened since. */
  readonly look: () => void;
  readonly stop: () => void;
}

/** Tell what comes and changes, whoever brings it about. */
export function tellChanges(audience: Audience): ChangeTeller {
  let following: { readonly app: App; readonly changes: () => Changes } | undefined;
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    const changes = nextOf(following?.changes);
    if (changes === undefined) following = undefined;
    if (changes === undefined || !audience.isThere()) return;
    if (changes.hasNewRuns) audience.listChanged();
    for (const uri of changedUris(changes)) audience.updated(uri);
  };
  return {
    follow: (app) => {
      if (following?.app !== app) following = { app, changes: followChanges(app) };
      timer ??= setInterval(look, lookMilliseconds).unref();
    },
    look,
    stop: () => clearInterval(timer),
  };
}

/** Undefined for a database that is closed, or cannot be read: the next call brings another, or tells what is wrong. */
function nextOf(changes: (() => Changes) | undefined): Changes | undefined {
  try {
    return changes?.();
  } catch {
    return undefined;
  }
}

/** All that may be another than it was; of what only goes on, or was only spoken to, what tells that. */
function changedUris({ sessions, spokenTo, runs, advanced }: Changes): Set<string> {
  const uris = resourceKinds.flatMap((kind) => {
    if (kind.of === 'all') return sessions.size === 0 ? [] : [kind.uri];
    if (kind.of === 'session') return [...sessions].map((id) => sessionUri(id, kind.part));
    return [...runs].map((id) => runUri(id, kind.part));
  });
  return new Set([
    ...uris,
    ...[...spokenTo, ...advanced.sessions].map((id) => sessionUri(id)),
    ...[...advanced.runs].map((id) => runUri(id)),
  ]);
}
