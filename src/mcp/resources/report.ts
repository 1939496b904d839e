import { reportMarkdown } from '../../loop/export/report-md.js';
import type { SessionKind } from './resource-kind.js';

export const reportResource: SessionKind = {
  of: 'session',
  part: '/report.md',
  name: 'session_report',
  title: 'Report of a session',
  description:
    'For people: what came of a session, what was kept, what led nowhere, and how to merge or abandon it.',
  mimeType: 'text/markdown',
  isListed: true,
  read: reportMarkdown,
};
