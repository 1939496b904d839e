import { shownMessage } from '../loop/shown-text.js';
import type { Logger } from './logger.js';

/** One short line for what a client has sent that is no good: it may quote that, and whoever sends it chooses how long it is. */
export function logProtocolErrors(logger: Logger): (error: Error) => void {
  return (error) => {
    const code = 'code' in error ? { code: error.code } : {};
    logger.warn({ ...code, reason: shownMessage(error) }, 'protocol error');
  };
}
