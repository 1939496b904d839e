import type { Session } from '../../store/session.js';
import type { App } from '../app.js';
import { logJsonl } from './log-jsonl.js';
import { reportMarkdown } from './report-md.js';
import { resultsTsv } from './results-tsv.js';
import { sessionJson } from './session-json.js';

export type ExportFormat = 'tsv' | 'jsonl' | 'md' | 'json';

/** All of a session in one format: for tables, for the dashboard of pi-autoresearch, for people, or with everything. */
export async function exported(app: App, session: Session, format: ExportFormat): Promise<string> {
  if (format === 'md') return await reportMarkdown(app, session);
  if (format === 'tsv') return resultsTsv(app, session);
  return format === 'jsonl' ? logJsonl(app, session) : sessionJson(app, session);
}
