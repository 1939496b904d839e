import { detailsOf } from '../../loop/run-details.js';
import { markDiff } from '../command-output.js';
import type { RunKind } from './resource-kind.js';

export const diffResource: RunKind = {
  of: 'run',
  part: '/diff',
  name: 'run_diff',
  title: 'What a run changed',
  description: 'The difference of a run to the incumbent of then, cut where it is long.',
  mimeType: 'text/plain',
  isListed: false,
  read: async (app, session, run) => {
    const { diff = '' } = await detailsOf(app, session, run, ['diff']);
    return markDiff(diff);
  },
};
