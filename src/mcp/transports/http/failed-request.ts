import { isCode } from '../../../errors.js';
import { shownMessage } from '../../../loop/shown-text.js';
import type { Logger } from '../../logger.js';

/** A line for a request that failed: a short one where the client has gone away in the middle of it. */
export function logFailedRequests(logger: Logger): (error: unknown) => void {
  return (error) => {
    // As Node.js tells of a body whose end has not come.
    if (isCode(error, 'ECONNRESET')) logger.info({ reason: shownMessage(error) }, 'a request was cut off');
    else logger.error({ err: error }, 'a request failed');
  };
}
