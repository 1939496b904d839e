import type { Session } from '../store/session.js';

/** What stands for scope and commands in the row of a session of which they are not known. It has ended. */
export const unknownSettings: Pick<
  Session,
  'scope' | 'commands' | 'isolation' | 'armsProven' | 'deterministic' | 'outputs' | 'remarks'
> = {
  scope: {
    pinned: [],
    reserved: [],
    modules: [],
    present: [],
    globs: [],
    directories: [],
    readingRules: {},
    bystanders: [],
    ignored: [],
    share: [],
    marks: { assumeUnchanged: [], skipWorktree: [] },
  },
  commands: { measure: { kind: 'shell', line: 'false' }, searchPath: '', programs: [] },
  isolation: 'isolated',
  armsProven: false,
  deterministic: false,
  outputs: [],
  remarks: [],
};
