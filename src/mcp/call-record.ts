import type { ErrorCode } from '../errors.js';

/** One call of a tool, as the log and the metrics have it. */
export interface CallRecord {
  readonly tool: string;
  /** `ok`, a code of a refusal, or `asked` where the result is a question to a person. */
  readonly outcome: 'ok' | 'asked' | ErrorCode;
  readonly milliseconds: number;
  /** The session that it was about, or meant where it was refused. */
  readonly session?: string;
  /** Whose token let it in, over HTTP. */
  readonly visitor?: string;
}
