import { diffResource } from './diff.js';
import { ideasResource } from './ideas.js';
import { logResource } from './log.js';
import { outputResource } from './output.js';
import { reportResource } from './report.js';
import type { ResourceKind } from './resource-kind.js';
import { resultsResource } from './results.js';
import { runResource } from './run.js';
import { sessionResource } from './session.js';
import { sessionsResource } from './sessions.js';

/** Every kind of resource, in the order in which clients list them. */
export const resourceKinds: readonly ResourceKind[] = [
  sessionsResource,
  ideasResource,
  sessionResource,
  reportResource,
  resultsResource,
  logResource,
  runResource,
  diffResource,
  outputResource,
];
