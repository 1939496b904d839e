import { expect, test } from 'vitest';
import { isAlive, thisProcess } from '../../src/loop/process-identity.js';
import type { LockOwner } from '../../src/store/locks.js';
import { openStore } from '../../src/store/store.js';
import { temporaryDirectory } from '../support/temporary.js';

const me = thisProcess();
const lockOf = (owner: LockOwner) => ({ owner, holder: `process ${owner.pid}`, since: 1 });

test('a lock that somebody alive holds is not given away; it is when it is released', () => {
  const home = temporaryDirectory();
  const [store, other] = [openStore(home), openStore(home)];
  expect(store.locks.acquire('machine', lockOf(me), isAlive)).toBeUndefined();
  const rival = { pid: me.pid + 1, started: 'later' };
  expect(other.locks.acquire('machine', lockOf(rival), isAlive)).toEqual(lockOf(me));
  expect(other.locks.acquire('another', lockOf(rival), isAlive)).toBeUndefined();
  other.locks.release('machine', rival);
  expect(other.locks.acquire('machine', lockOf(rival), isAlive)).toEqual(lockOf(me));
  store.locks.release('machine', me);
  expect(other.locks.acquire('machine', lockOf(rival), isAlive)).toBeUndefined();
  store.close();
  other.close();
});

test.each([
  ['a process that is gone', { pid: 2 ** 22 + 1, started: '1' }],
  ['another process that had our id before us', { pid: me.pid, started: `${me.started}0` }],
])('a lock of %s is taken over', (_, dead) => {
  const store = openStore(temporaryDirectory());
  expect(store.locks.acquire('machine', lockOf(dead), isAlive)).toBeUndefined();
  expect(store.locks.acquire('machine', lockOf(me), isAlive)).toBeUndefined();
  // The dead one's release, should it come after all, is not ours.
  store.locks.release('machine', dead);
  expect(store.locks.acquire('machine', lockOf(dead), isAlive)).toEqual(lockOf(me));
  store.close();
});

test('this process is alive', () => {
  expect(isAlive(me)).toBe(true);
});
