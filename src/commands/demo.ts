import { messageOf } from '../errors.js';
import { demoClient } from './demo/client.js';
import { endingOf } from './demo/ending.js';
import { makePlace, removePlace } from './demo/place.js';
import { play } from './demo/play.js';
import { createScreen } from './demo/screen.js';
import { print } from './print.js';
import { firstSignal, Signalled, unread } from './signalled.js';
import { isColourful } from './terminal.js';

/** Show a whole session on a small repository of its own: a client of this very server, in a temporary directory. */
export async function demo(): Promise<void> {
  const { stdout, stderr } = process;
  const place = await makePlace();
  const screen = createScreen(stdout);
  const client = demoClient(place, screen.detail);
  try {
    const story = await Promise.race([play(place, client, screen), firstSignal(), unread()]);
    await client.close();
    screen.clear();
    await print(await endingOf(place, story, isColourful(stdout)));
  } catch (error) {
    screen.clear();
    await client.close();
    process.exitCode = 1;
    if (error instanceof Signalled) {
      await removePlace(place);
      process.exitCode = error.exitCode;
      stderr.write(`The demo was ended by ${error.signal}; its directory is removed.\n`);
    } else {
      stderr.write(
        `The demo failed: ${messageOf(error)}\nIts directory is ${place.directory}.\n${client.serverLog()}`,
      );
    }
  }
}
