import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesBelow, pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connect } from '../support/connect.js';
import { countRows, storedRuns } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import {
  description,
  everything,
  full,
  startInSmallRepository,
  startOnSmallHome,
} from '../support/full-disk.js';
import { makeGate } from '../support/gate.js';
import { printing } from '../support/session.js';
import { canMount, mountSmallDisk } from '../support/small-disk.js';

const left = 'left out: nobody but root can mount a file system for it, and this is not root';
if (!canMount()) test(left, () => expect(canMount()).toBe(false));
else {
  describe('a full disk where the home is', () => {
    test('a disk that fills up while a run is measured costs that run at most', async () => {
      const disk = mountSmallDisk();
      const gate = makeGate();
      onTestFinished(gate.open);
      const { home, repository, server, settle } = await startOnSmallHome(disk);
      const code = gate.code + printing(90);
      repository.write('code.sh', code);
      const { run_id } = await server.ok('run_experiment', { description, wait_seconds: 0 });
      await gate.reached();
      disk.fill();
      gate.open();
      await gate.deserted();
      const outcome = await server.call('run_experiment', { run_id });
      if (outcome.error !== undefined) expect(outcome.error).toMatchObject({ code: 'internal' });
      expect(repository.read('code.sh')).toBe(code);
      disk.free();
      // What its samples have got to is stored, so that it goes on or is told as interrupted.
      const run = await server.ok('run_experiment', { run_id });
      expect(['better', 'interrupted', 'inconclusive']).toContain(run.verdict);
      expect(storedRuns(home)[1]).toMatchObject({ state: 'finished', verdict: run.verdict });
      const status = run.verdict === 'better' ? 'keep' : 'discard';
      await server.ok('log_experiment', { run_id, status, description });
      expect(await settle(printing(80), 'keep')).toMatchObject({ outcome: 'kept' });
      // The arms are tidied after the verdict has been told.
      await eventually('the machine to be free', () => countRows(home, 'locks') === 0);
      const names = Object.keys(filesBelow(home)).filter((name) => /\.new$|\.lock$|scratch/.test(name));
      expect(names).toEqual([]);
    });

    test('a person is told, too, and doctor says what to do', async () => {
      const disk = mountSmallDisk();
      const { home, repository, started } = await startOnSmallHome(disk);
      disk.fill();
      const terminal = { home, directory: repository.root };
      const before = everything(repository);
      const abandoned = await commandLine(['abandon', started.session_id], terminal);
      expect(abandoned).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/room|full/) });
      const doctor = await commandLine(['doctor'], terminal);
      expect(doctor).toMatchObject({ code: 1, stdout: expect.stringContaining('Make room') });
      const backup = await commandLine(['backup', join(disk.path, 'copy.db')], terminal);
      expect(backup).toMatchObject({ code: 1, stdout: '' });
      expect(existsSync(join(disk.path, 'copy.db'))).toBe(false);
      expect(everything(repository)).toEqual(before);
      disk.free();
      expect(await commandLine(['abandon', started.session_id], terminal)).toMatchObject({ code: 0 });
      expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
    });
  });

  describe('a full disk where the repository is', () => {
    test('a keep and the way back are refused, and done when there is room', async () => {
      const disk = mountSmallDisk();
      const { large, repository, server, started, attempt } = await startInSmallRepository(disk);
      const run = await attempt(printing(90));
      disk.fill();
      const keep = { run_id: run.run_id, status: 'keep', description };
      expect(await server.refused('log_experiment', keep)).toMatchObject(full);
      disk.free();
      expect(await server.ok('log_experiment', keep)).toMatchObject({ outcome: 'kept' });
      expect(repository.git('rev-list', '--count', 'main..HEAD')).toBe('1');
      disk.fill();
      const terminal = { home: server.home, directory: repository.root };
      const before = pictureOf(repository);
      const refused = await commandLine(['abandon', started.session_id], terminal);
      expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('full') });
      expect(pictureOf(repository)).toEqual(before);
      disk.free();
      expect(await commandLine(['abandon', started.session_id], terminal)).toMatchObject({ code: 0 });
      expect(repository.read('code.sh')).toBe(large);
      expect(repository.git('symbolic-ref', '--short', 'HEAD')).toBe('main');
    });
  });

  describe('a directory that is read-only', () => {
    test('a home with a database that was written before', async () => {
      const disk = mountSmallDisk();
      const { home, repository, server } = await startOnSmallHome(disk);
      await server.close();
      disk.makeReadOnly();
      const next = await connect({ directory: repository.root, home });
      const error = await next.refused('get_status');
      expect(error).toMatchObject({ code: 'internal', hint: expect.stringContaining('writable') });
      disk.makeWritable();
      expect(await next.ok('get_status')).toMatchObject({ session: { state: 'active' } });
    });

    test('a repository: a run is refused, and goes on when it can be written', async () => {
      const disk = mountSmallDisk();
      const { repository, server } = await startInSmallRepository(disk);
      repository.write('code.sh', printing(90));
      const before = everything(repository);
      disk.makeReadOnly();
      const error = await server.refused('run_experiment', { description });
      expect(error).toMatchObject({ code: 'internal', message: expect.stringContaining('read-only') });
      disk.makeWritable();
      expect(everything(repository)).toEqual(before);
      expect(await server.ok('run_experiment', { description })).toMatchObject({ verdict: 'better' });
    });
  });
}
