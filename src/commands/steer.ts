import { resolve } from 'node:path';
import { type Steered, steerSession, type Wish } from '../loop/steer.js';
import { print } from './print.js';
import { type SessionOptions, withStore } from './reading.js';
import { tellRefusal } from './tell-refusal.js';

/**
 * Reach the agent of a session from another terminal. It answers in a sentence or two, on stderr and with exit code 1 where that
 * is a refusal.
 */
export async function steer(wish: Wish, { session, directory }: SessionOptions): Promise<void> {
  try {
    const meant = { sessionId: session, directory: resolve(directory) };
    const steered = await withStore((app) => steerSession(app, meant, wish));
    await print(`${answerTo(wish, steered)}\n`);
  } catch (error) {
    tellRefusal(error);
  }
}

function answerTo({ wish }: Wish, { session: { id }, hasChanged, stopped }: Steered): string {
  switch (wish) {
    case 'note':
      return `The note to ${id} is told with the next result of its agent.`;
    case 'pause':
      return `${id} is paused: no experiment is started before \`autoresearch-mcp resume\`.`;
    case 'stop':
      return `${id} is stopped: its agent is told to end it and to report.`;
    case 'resume': {
      const before = hasChanged ? 'is resumed' : 'was neither paused nor stopped';
      return `${id} ${before}${stopped === undefined ? ', and goes on.' : `. It stops all the same: ${stopped}`}`;
    }
  }
}
