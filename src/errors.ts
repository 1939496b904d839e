/** Every code that a failed tool call can carry. */
const errorCodes = [
  'invalid_config',
  'not_a_repository',
  'no_commits',
  'dirty_worktree',
  'git_busy',
  'wrong_branch',
  'session_exists',
  'no_session',
  'ambiguous_session',
  'unknown_session',
  'session_ended',
  'unknown_run',
  'unknown_idea',
  'baseline_failed',
  'arms_not_effective',
  'out_of_scope',
  'unchanged',
  'already_measured',
  'run_pending',
  'run_in_progress',
  'keep_refused',
  'budget_spent',
  'paused',
  'machine_busy',
  'read_only',
  'out_of_bounds',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** Further fields of an error, such as the files that were out of scope. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * A call that was refused. A refusal has changed nothing: it says in one sentence what happened and in another
 * what to do next.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether an error has a code of the system, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
