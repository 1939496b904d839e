import { resultsTsv } from '../../loop/export/results-tsv.js';
import type { SessionKind } from './resource-kind.js';

export const resultsResource: SessionKind = {
  of: 'session',
  part: '/results.tsv',
  name: 'session_results',
  title: 'Runs of a session as results.tsv',
  description:
    'The columns of karpathy/autoresearch: commit, the metric, memory in GB, status and description.',
  mimeType: 'text/tab-separated-values',
  isListed: false,
  read: resultsTsv,
};
