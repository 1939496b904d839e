import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesBelow, pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { countRows } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import {
  description,
  everything,
  full,
  startInSmallRepository,
  startOnSmallHome,
} from '../support/full-disk.js';
import { printing, scriptFiles, scriptInit, startSession } from '../support/session.js';
import { canMount, mountSmallDisk } from '../support/small-disk.js';
import { makeRepository } from '../support/test-repository.js';

const left = 'left out: nobody but root can mount a file system for it, and this is not root';
if (!canMount()) test(left, () => expect(canMount()).toBe(false));
else {
  describe('a full disk where the home is', () => {
    test('init is refused with nothing left, and works when there is room', async () => {
      const disk = mountSmallDisk();
      const home = join(disk.path, 'home');
      const repository = makeRepository(scriptFiles);
      const server = await connect({ directory: repository.root, home });
      await server.refused('get_status');
      const before = { picture: everything(repository), home: readdirSync(home) };
      disk.fill();
      const error = await server.refused('init_experiment', scriptInit);
      expect(error).toMatchObject({ code: 'internal', hint: expect.stringMatching(/room/i) });
      expect(everything(repository)).toEqual(before.picture);
      expect(
        Object.keys(filesBelow(home)).filter((name) => !/^autoresearch|^sessions\/$/.test(name)),
      ).toEqual([]);
      disk.free();
      expect(await server.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
      expect(countRows(home, 'sessions')).toBe(1);
    });

    test('a run is refused, a keep is begun at most, and both go on when there is room', async () => {
      const disk = mountSmallDisk();
      const { home, repository, server, attempt } = await startOnSmallHome(disk);
      repository.write('code.sh', printing(90));
      const before = pictureOf(repository);
      disk.fill();
      expect(await server.refused('run_experiment', { description })).toMatchObject(full);
      expect(pictureOf(repository)).toEqual(before);
      expect(countRows(home, 'runs')).toBe(1);
      disk.free();
      const run = await attempt(printing(90));
      expect(run).toMatchObject({ run: 1, verdict: 'better' });

      // What is tidied away makes room.
      await eventually('arms that are tidy', () => countRows(home, 'locks') === 0);
      disk.fill();
      const keep = { run_id: run.run_id, status: 'keep', description };
      expect(await server.refused('log_experiment', keep)).toMatchObject(full);
      expect(repository.read('code.sh')).toBe(printing(90));
      disk.free();
      const kept = await server.ok('log_experiment', keep);
      expect(kept).toMatchObject({ outcome: 'kept' });
      expect(repository.git('rev-list', '--count', 'main..HEAD')).toBe('1');
      expect(repository.git('rev-parse', 'HEAD')).toBe(kept.commit);
      expect(repository.git('status', '--porcelain')).toBe('');
    });
  });

  describe('a full disk where the repository is', () => {
    test('a run and a discard are refused with no file touched, and go on when there is room', async () => {
      const disk = mountSmallDisk();
      const { large, repository, server } = await startInSmallRepository(disk);
      repository.write('code.sh', printing(110));
      repository.write('new.sh', `# ${'new '.repeat(3000)}\n`);
      const candidate = everything(repository);
      disk.fill();
      expect(await server.refused('run_experiment', { description })).toMatchObject(full);
      expect(everything(repository)).toEqual({ ...candidate });
      disk.free();
      const run = await server.ok('run_experiment', { description });
      expect(run).toMatchObject({ run: 1, verdict: 'not_better' });
      const measured = pictureOf(repository);
      disk.fill();
      const discard = { run_id: run.run_id, status: 'discard', description };
      expect(await server.refused('log_experiment', discard)).toMatchObject(full);
      expect(pictureOf(repository)).toEqual(measured);
      expect((await server.ok('get_status')).notes.join()).toMatch(/disk is full/);
      disk.free();
      expect(await server.ok('log_experiment', discard)).toMatchObject({ outcome: 'discarded' });
      expect(repository.read('code.sh')).toBe(large);
      expect(repository.git('status', '--porcelain')).toBe('');
    });
  });

  test('a discard is refused where git would write more than it has, and there is room for that alone', async () => {
    const disk = mountSmallDisk();
    const directory = join(disk.path, 'repository');
    const attributes = '*.txt text eol=crlf\n';
    const repository = makeRepository({ ...scriptFiles, '.gitattributes': attributes }, { directory });
    repository.write('a.txt', '\r\n'.repeat(500_000));
    repository.commit('As many line ends');
    const { server, attempt } = await startSession({ kind: 'new', repository });
    repository.write('a.txt', 'short\r\n');
    const run = await attempt(printing(110));
    const measured = pictureOf(repository);
    disk.fill(700_000);
    const discard = { run_id: run.run_id, status: 'discard', description };
    expect(await server.refused('log_experiment', discard)).toMatchObject(full);
    expect(pictureOf(repository)).toEqual(measured);
    disk.free();
    expect(await server.ok('log_experiment', discard)).toMatchObject({ outcome: 'discarded' });
    expect(repository.read('a.txt')).toHaveLength(1_000_000);
  });

  describe('a home that is read-only', () => {
    test('a home: every call says so, and the same server goes on when it can be written', async () => {
      const disk = mountSmallDisk();
      const home = join(disk.path, 'home');
      mkdirSync(home, { mode: 0o700 });
      const repository = makeRepository(scriptFiles);
      const before = everything(repository);
      disk.makeReadOnly();
      const server = await connect({ directory: repository.root, home });
      for (const [tool, args] of [
        ['init_experiment', scriptInit],
        ['get_status', {}],
      ] as const) {
        expect(await server.refused(tool, args)).toMatchObject({
          code: 'internal',
          hint: expect.stringContaining('writable'),
        });
      }
      const doctor = await commandLine(['doctor'], { home, directory: repository.root });
      expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining('cannot be written') });
      expect(everything(repository)).toEqual(before);
      disk.makeWritable();
      expect(await server.ok('init_experiment', scriptInit)).toMatchObject({ verdict: 'baseline' });
    });
  });
}
