import type { CallRecord } from './call-record.js';
import type { Logger } from './logger.js';

/** One line a call. */
export function callLog(logger: Logger): (call: CallRecord) => void {
  return ({ milliseconds: ms, ...call }) => logger.info({ ...call, ms }, 'call');
}
