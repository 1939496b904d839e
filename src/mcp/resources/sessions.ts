import { listSessions } from '../../loop/list-sessions.js';
import { jsonText, type OverallKind } from './resource-kind.js';
import { sessionsUri } from './uris.js';

export const sessionsResource: OverallKind = {
  of: 'all',
  name: 'sessions',
  title: 'All sessions',
  description:
    'Sessions of all repositories of this machine, newest first, with goal, metric, best and counts.',
  mimeType: 'application/json',
  uri: sessionsUri,
  read: (app) => jsonText({ sessions: listSessions(app) }),
};
