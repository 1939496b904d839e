import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const filesPerDirectory = 100;

function git(directory, ...args) {
  return execFileSync('git', args, { cwd: directory, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A repository of so many small files, with a benchmark that prints the content of one of them. */
export function makeRepository(directory, files) {
  mkdirSync(directory, { recursive: true });
  git(directory, 'init', '-q', '-b', 'main');
  git(directory, 'config', 'user.name', 'Bench');
  git(directory, 'config', 'user.email', 'bench@example.org');
  git(directory, 'config', 'gc.auto', '0');
  for (let file = 0; file < files; file++) {
    const folder = join(directory, 'src', String(Math.floor(file / filesPerDirectory)));
    if (file % filesPerDirectory === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${file}.txt`), `file ${file}\n`.repeat(20));
  }
  writeFileSync(join(directory, 'value.txt'), '1000000\n');
  writeFileSync(join(directory, 'bench.sh'), 'read value < value.txt; echo METRIC cost=$value\n');
  git(directory, 'add', '-A');
  git(directory, 'commit', '-qm', 'Start');
}

/** The least that a loop without a judge does for one try. @returns milliseconds */
export function bareSequence(directory, label) {
  writeFileSync(join(directory, 'value.txt'), `${label}\n`);
  const started = performance.now();
  git(directory, 'add', '-A');
  git(directory, 'commit', '-qm', label);
  git(directory, 'rev-parse', 'HEAD');
  return performance.now() - started;
}
