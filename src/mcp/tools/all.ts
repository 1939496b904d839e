import type { Tool } from '../tool.js';
import { addIdeasTool } from './add-ideas.js';
import { cancelRun } from './cancel-run.js';
import { endSession } from './end-session.js';
import { getRun } from './get-run.js';
import { getStatus } from './get-status.js';
import { initExperiment } from './init-experiment.js';
import { listIdeasTool } from './list-ideas.js';
import { logExperiment } from './log-experiment.js';
import { queryRunsTool } from './query-runs.js';
import { runExperiment } from './run-experiment.js';
import { updateIdeaTool } from './update-idea.js';

/** Every tool, in the order in which an agent meets them. */
export const tools: readonly Tool[] = [
  initExperiment,
  runExperiment,
  logExperiment,
  cancelRun,
  getStatus,
  queryRunsTool,
  getRun,
  addIdeasTool,
  listIdeasTool,
  updateIdeaTool,
  endSession,
];
