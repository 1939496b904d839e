import { stopState } from '../../loop/stop-policy.js';
import { untoldWords } from '../../loop/told-notes.js';
import { statusReply } from '../status-reply.js';
import { stopFields } from '../with-stop.js';
import { jsonText, type SessionKind } from './resource-kind.js';

export const sessionResource: SessionKind = {
  of: 'session',
  part: '',
  name: 'session',
  title: 'Where a session stands',
  description:
    'Goal, rules, best so far, last runs, dead ends, ideas and what is pending, as get_status tells it.',
  mimeType: 'application/json',
  isListed: true,
  read: (app, session) => {
    const { notes, ...status } = statusReply(app, session);
    // Reading tells nobody, so that they still come with the next result.
    const told = { ...status, notes: [...untoldWords(app, session), ...notes] };
    return jsonText({ ...told, ...stopFields(stopState(app, session)) });
  },
};
