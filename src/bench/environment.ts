import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';

/** The variable by which a process that left its group is still known to be ours. */
export const markVariable = 'AUTORESEARCH_MARK';

/** A new value for the mark: random and always of one length, so that the code under test learns nothing from it. */
export function createMark(): string {
  return randomBytes(16).toString('hex');
}

// git's variables, our own, and those of a package manager all name some other directory or some other run; Python would
// take the bytecode of the evaluator from a directory that nobody watches.
const unwanted = /^(?:GIT_|AUTORESEARCH_|npm_)|^(?:OLDPWD|INIT_CWD|PYTHONPYCACHEPREFIX)$/;

/** What a command's environment is made from. */
export interface EnvironmentSource {
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly added: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly mark: string;
}

/** The environment of one command: the inherited one without the unwanted variables, then the added ones. */
export function commandEnvironment(source: EnvironmentSource): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(source.inherited)) {
    if (value !== undefined && !unwanted.test(name)) environment[name] = value;
  }
  return { ...environment, ...source.added, PWD: resolve(source.cwd), [markVariable]: source.mark };
}
