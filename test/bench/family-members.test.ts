import { describe, expect, it } from 'vitest';
import { groupsOf, membersAmong } from '../../src/bench/family-members.js';
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
const found = (processes: readonly LivingProcess[], before?: ReadonlySet<string>, since?: number) =>
  membersAmong(processes, group, before, since).map((each) => each.pid);

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

describe('sessions', () => {
  const apart = (pid: number, session: number, startedAt: string, marked = false): LivingProcess => ({
    ...foreign,
    pid,
    group: pid,
    session,
    startedAt,
    marked,
  });

  it("takes whoever is in the command's session for its own, on the terms of its group", () => {
    const inside = apart(720, group, '12');
    expect(found([inside, foreign])).toEqual([720]);
    expect(found([inside], known(shell))).toEqual([]);
    expect(found([inside, apart(721, group, '12', true)], known(shell))).toEqual([720, 721]);
  });

  it('takes a session for its own that a member leads', () => {
    const [leader, other] = [apart(730, 730, '12', true), apart(731, 730, '13')];
    expect(found([other, leader], known())).toEqual([730, 731]);
  });

  it('takes one that has lost its leader for its own only where nobody is in it who was there before', () => {
    const [member, other] = [apart(740, 739, '12', true), apart(741, 739, '13')];
    const older = apart(742, 739, '9');
    expect(found([other, member], known(), 10)).toEqual([740, 741]);
    expect(found([other, member, older], known(), 10)).toEqual([740]);
    expect(found([other, member], known())).toEqual([740]);
  });
});

it('gives the groups that only members are in, and never everybody', () => {
  const everybody: LivingProcess = { ...daemon, pid: 2, group: 1 };
  const shared = { ...foreign, group: 704 };
  expect(groupsOf([shell, cleared, daemon], [shell, cleared, daemon, foreign])).toEqual(new Set([700, 704]));
  expect(groupsOf([shell, daemon], [shell, daemon, shared])).toEqual(new Set([700]));
  expect(groupsOf([everybody], [everybody])).toEqual(new Set());
});
