import type { CommandResult } from './command.js';

/**
 * Why a command is no success, in one sentence; nothing when it ended by itself with exit code 0.
 *
 * @param subject what the sentence begins with, such as `The command`
 * @param timeoutSeconds the limit that it had
 */
export function describeFailure(
  result: CommandResult,
  subject: string,
  timeoutSeconds: number,
): string | undefined {
  switch (result.end) {
    case 'exited':
      return result.exitCode === 0 ? undefined : `${subject} ended with exit code ${result.exitCode}.`;
    case 'signalled':
      return `${subject} was killed by ${result.signalName}.`;
    case 'timed_out':
      return `${subject} was still running after ${timeoutSeconds} s and was ended.`;
    case 'cancelled':
      return `${subject} was cancelled.`;
    case 'not_started':
      return `${subject} could not be started: ${result.startProblem}.`;
  }
}
