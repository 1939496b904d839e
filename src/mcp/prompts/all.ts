import type { McpServer } from '@modelcontextprotocol/server';
import { addAutoresearch } from './autoresearch.js';
import { addAutoresearchPlan } from './autoresearch-plan.js';
import { addAutoresearchResume } from './autoresearch-resume.js';

/**
 * Add every prompt to a server: what a client shows as slash commands.
 *
 * @param openSessions ids of the sessions that could be resumed.
 */
export function addPrompts(server: McpServer, openSessions: () => Promise<readonly string[]>): void {
  addAutoresearch(server);
  addAutoresearchResume(server, openSessions);
  addAutoresearchPlan(server);
}
