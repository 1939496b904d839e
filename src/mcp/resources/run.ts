import { runId } from '../../loop/ids.js';
import { wholeRun } from '../whole-run.js';
import { jsonText, type RunKind } from './resource-kind.js';

export const runResource: RunKind = {
  of: 'run',
  part: '',
  name: 'run',
  title: 'A run',
  description: 'A run with its verdict, its numbers and its log; while it is measured, how far it is.',
  mimeType: 'application/json',
  isListed: true,
  read: (app, session, run) => {
    const progress = app.jobs.find(runId(session.id, run.number))?.progress();
    const isMeasured = run.state === 'running' && progress !== undefined;
    return jsonText({ ...wholeRun(app, session, run), ...(isMeasured ? { progress } : {}) });
  },
};
