import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, thisProcess } from '../../src/loop/process-identity.js';
import type { LockOwner } from '../../src/store/locks.js';
import { openStore } from '../../src/store/store.js';
import { eventually } from '../support/eventually.js';
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

test.runIf(process.platform === 'linux')(
  'a process that is dead, and that nobody has asked for, is not alive',
  async () => {
    // The sleep that takes the place of the shell knows of no child.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const pid = Number(String(await new Promise((resolve) => parent.stdout.once('data', resolve))));
    const fields = () => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
    const started = fields()[19] ?? '';
    expect(isAlive({ pid, started })).toBe(true);
    await eventually('the child is dead', () => fields()[0] === 'Z');
    expect(isAlive({ pid, started })).toBe(false);
  },
);

test('this process is alive', () => {
  expect(isAlive(me)).toBe(true);
});

describe('the queue of a lock', () => {
  const [first, second, rival] = [1, 2, 3].map((pid) => ({ pid, started: 'then' }));
  const later = Date.now() + 3_600_000;

  function openQueue() {
    const { locks } = openStore(temporaryDirectory());
    const dead = new Set<number>();
    const alive = ({ pid }: LockOwner) => !dead.has(pid);
    const acquire = (owner = rival, place?: number) =>
      locks.acquire('machine', lockOf(owner ?? me), alive, place)?.holder;
    const join = (owner = rival, until = later) => locks.join('machine', lockOf(owner ?? me), until);
    return { locks, dead, acquire, join };
  }

  test('whoever came first gets it first, and somebody without a place after all of them', () => {
    const { locks, acquire, join } = openQueue();
    const [one, two] = [join(first), join(second)];
    expect(acquire()).toBe('process 1');
    expect(acquire(second, two)).toBe('process 1');
    expect(acquire(first, one)).toBeUndefined();
    locks.leave(one);
    expect(acquire(second, two)).toBe('process 1');
    locks.release('machine', { pid: 1, started: 'then' });
    expect(acquire()).toBe('process 2');
    expect(acquire(second, two)).toBeUndefined();
  });

  test('one who waits for another lock is not waited for', () => {
    const { locks, acquire } = openQueue();
    locks.join('another', lockOf(me), later);
    expect(acquire()).toBeUndefined();
  });

  test('one who died waiting, or whose time is over, is passed by', () => {
    const { dead, acquire, join } = openQueue();
    join(first);
    join(second, Date.now() - 1);
    expect(acquire()).toBe('process 1');
    dead.add(1);
    expect(acquire()).toBeUndefined();
  });

  test('who is told: somebody who holds it, or who only waits and comes first', () => {
    const { locks, join } = openQueue();
    join(first);
    const told = () => locks.acquire('machine', lockOf(me), () => true);
    expect(told()).toMatchObject({ holder: 'process 1', isAwaited: true });
    locks.acquire('machine', lockOf(me), () => true, 0);
    expect(told()).not.toHaveProperty('isAwaited');
  });
});
