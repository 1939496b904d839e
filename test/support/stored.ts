import { loadConfig } from '../../src/config/load-config.js';
import type { Run } from '../../src/store/run.js';
import type { Session } from '../../src/store/session.js';

/** A session as it is stored, with nothing left out that every session has. */
export const storedSession: Session = {
  id: 'sort-speed-k3f9',
  name: 'Sort speed',
  state: 'active',
  root: '/nowhere',
  gitDir: '/nowhere/.git',
  commonDir: '/nowhere/.git',
  prefix: '',
  branch: 'refs/heads/autoresearch/sort-speed-k3f9',
  baseCommit: '1'.repeat(40),
  startCommit: '1'.repeat(40),
  config: await loadConfig('/nowhere', { metric_name: 'ms', direction: 'lower', command: 'true' }),
  scope: {
    pinned: [],
    reserved: [],
    modules: [],
    globs: [],
    present: [],
    directories: [],
    readingRules: {},
    bystanders: [{ path: '\xff', staged: { mode: '100644', id: '2'.repeat(40) } }],
    ignored: ['data/'],
    share: [],
    marks: { assumeUnchanged: [], skipWorktree: [] },
  },
  commands: { measure: { kind: 'shell', line: 'true' }, searchPath: '/usr/bin:/bin', programs: [] },
  isolation: 'isolated',
  armsProven: false,
  deterministic: true,
  outputs: [],
  remarks: [],
  incumbent: 0,
  incumbentTree: '3'.repeat(40),
  incumbentCommit: '1'.repeat(40),
  createdAt: 1,
};

/** Its baseline, still being measured. */
export const storedRun: Run = {
  sessionId: storedSession.id,
  number: 0,
  state: 'running',
  description: 'Baseline',
  incumbent: 0,
  tree: '3'.repeat(40),
  candidateCommit: '4'.repeat(40),
  isolation: 'isolated',
  series: 0,
  seed: 1,
  files: ['a\nb'],
  logPath: '/nowhere/0.log',
  ownerPid: 1,
  ownerStarted: '1',
  canKeep: false,
  startedAt: 1,
};
