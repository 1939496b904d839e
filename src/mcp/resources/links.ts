import type { ResourceLink } from '@modelcontextprotocol/server';
import type { Reply } from '../tool.js';
import { reportResource } from './report.js';
import type { ResourceKind } from './resource-kind.js';
import { runResource } from './run.js';
import { runUri, sessionUri } from './uris.js';

// Of the protocol's revisions, the first with links in results: a client of an older one refuses a result with another kind
// of content than it knows.
const firstRevision = '2025-06-18';

const ofRun = ['run_experiment', 'log_experiment'];

/**
 * Links to what a tool's result is about: its run, or the report of the session that it has ended.
 *
 * @param revision of the protocol, as agreed on with the client.
 */
export function linksIn(tool: string, reply: Reply, revision: string | undefined): ResourceLink[] {
  if (revision === undefined || revision < firstRevision) return [];
  const { session_id: session, run_id: run } = reply;
  if (ofRun.includes(tool) && typeof run === 'string') return [link(runResource, run, runUri(run))];
  if (tool !== 'end_session' || session === undefined) return [];
  return [link(reportResource, session, sessionUri(session, reportResource.part))];
}

function link({ title, mimeType }: ResourceKind, id: string, uri: string): ResourceLink {
  return { type: 'resource_link', uri, name: id, title, mimeType };
}
