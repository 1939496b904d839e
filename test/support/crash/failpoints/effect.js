import { existsSync, openSync, writeSync } from 'node:fs';

// As they are now: wrapped, they would count themselves.
const original = { existsSync, openSync, writeSync };

const {
  // The file to which the label of each effect is appended.
  FAILPOINTS_JOURNAL: path,
  // Effects count while this file is there.
  FAILPOINTS_ARMED: armed,
  // Number of the effect after which the process dies. Nothing dies where it is none.
  FAILPOINTS_KILL_AFTER: killAfter,
} = process.env;

let count = 0;
let journal;

/** Whether the next effect is the one to die of. */
export function isNextTheLast() {
  return count + 1 === Number(killAfter) && original.existsSync(armed);
}

/** Something has just taken effect. This does not return from the one that is the last. */
export function effect(label) {
  if (!original.existsSync(armed)) return;
  count += 1;
  journal ??= original.openSync(path, 'a');
  original.writeSync(journal, `${JSON.stringify(label)}\n`);
  if (count === Number(killAfter)) process.kill(process.pid, 'SIGKILL');
}

/** Put another function in the place of an object's own. */
export function wrap(owner, name, make) {
  owner[name] = make(owner[name]);
}
