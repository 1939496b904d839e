import { detailsOf } from '../../loop/run-details.js';
import { markOutput } from '../command-output.js';
import type { RunKind } from './resource-kind.js';

export const outputResource: RunKind = {
  of: 'run',
  part: '/output',
  name: 'run_output',
  title: 'What a run printed',
  description: 'The end of what the commands of a finished run have printed.',
  mimeType: 'text/plain',
  isListed: false,
  read: async (app, session, run) => {
    const { output = '' } = await detailsOf(app, session, run, ['output']);
    return markOutput(output);
  },
};
