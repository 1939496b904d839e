// Loaded into a server before its program: each line in the file that this names is an hour that the machine has slept. The
// wall clock then jumps, and the monotonic one does not.
import { existsSync, readFileSync } from 'node:fs';

const hour = 3_600_000;
const now = Date.now;

function hoursSlept() {
  const path = process.env.TEST_SLEEPS;
  if (path === undefined || !existsSync(path)) return 0;
  return readFileSync(path, 'utf8').split('\n').length - 1;
}

Date.now = () => now() + hoursSlept() * hour;
