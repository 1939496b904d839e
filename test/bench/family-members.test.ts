import { expect, it } from 'vitest';
import { membersAmong } from '../../src/bench/family-members.js';
import { identityOf, type LivingProcess } from '../../src/bench/living-process.js';

const group = 700;
const shell: LivingProcess = { pid: 700, parent: 5, group, startedAt: '10', name: 'sh', marked: true };
const cleared: LivingProcess = { pid: 701, parent: 700, group, startedAt: '11', name: 'a', marked: false };
const away: LivingProcess = { pid: 702, parent: 701, group: 702, startedAt: '12', name: 'b', marked: false };
const below: LivingProcess = { pid: 703, parent: 702, group: 703, startedAt: '12', name: 'c', marked: false };
const daemon: LivingProcess = { pid: 704, parent: 1, group: 704, startedAt: '13', name: 'd', marked: true };
const foreign: LivingProcess = { pid: 800, parent: 1, group: 800, startedAt: '14', name: 'e', marked: false };

const orphaned = (each: LivingProcess): LivingProcess => ({ ...each, parent: 1 });
const known = (...members: LivingProcess[]) => new Set(members.map(identityOf));
const found = (processes: readonly LivingProcess[], before?: ReadonlySet<string>) =>
  membersAmong(processes, group, before).map((each) => each.pid);

it('finds group, mark and descent, in whatever order they are listed, each once', () => {
  const all = [below, foreign, daemon, away, cleared, shell];
  expect(found(all).sort()).toEqual([700, 701, 702, 703, 704]);
  expect(found([...all].reverse()).sort()).toEqual([700, 701, 702, 703, 704]);
});

it('does not find a child whose parent is gone, unless it was found before', () => {
  const left = [orphaned(away), below, foreign];
  expect(found(left)).toEqual([]);
  expect(found(left, known(shell, cleared, away))).toEqual([702, 703]);
});

it('takes the group for its own while one of those it knows, or one with the mark, is in it', () => {
  const later = { ...cleared, pid: 710 };
  expect(found([later], known(shell, cleared))).toEqual([]);
  expect(found([later, orphaned(cleared)], known(shell, cleared))).toEqual([710, 701]);
  expect(found([later, { ...later, pid: 711, marked: true }], known(shell))).toEqual([710, 711]);
});

it('does not take another process of the same number for one it knows', () => {
  expect(found([{ ...orphaned(away), startedAt: '99' }], known(away))).toEqual([]);
});
