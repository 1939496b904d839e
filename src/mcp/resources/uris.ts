const scheme = 'autoresearch:';

export const sessionsUri = `${scheme}//sessions`;
export const ideasUri = `${scheme}//ideas`;

/**
 * @param session its id, or a variable in braces.
 * @param part what of it is meant, such as `/report.md`; empty for the session itself.
 */
export function sessionUri(session: string, part = ''): string {
  return `${sessionsUri}/${session}${part}`;
}

/**
 * @param run its id, or a variable in braces.
 * @param part what of it is meant, such as `/diff`; empty for the run itself.
 */
export function runUri(run: string, part = ''): string {
  return `${scheme}//runs/${run}${part}`;
}
