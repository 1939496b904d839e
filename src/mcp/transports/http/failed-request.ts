import { shownMessage } from '../../../loop/shown-text.js';
import type { Logger } from '../../logger.js';

/** A line for a request that failed: a short one where the client has gone away in the middle of it. */
export function logFailedRequests(logger: Logger): (error: unknown) => void {
  return (error) => {
    if (isCutOff(error)) logger.info({ reason: shownMessage(error) }, 'a request was cut off');
    else logger.error({ err: error }, 'a request failed');
  };
}

/** As Node.js tells of a body whose end has not come. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}
