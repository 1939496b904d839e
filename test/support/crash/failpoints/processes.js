import { createRequire, syncBuiltinESMExports } from 'node:module';
import { effect, isNextTheLast, wrap } from './effect.js';
import { gitCommandOf, isReading } from './git-commands.js';

const { existsSync } = createRequire(import.meta.url)('node:fs');
// Whether a git that has just been started dies, too, as everything in a container does.
const { FAILPOINTS_KILL_GIT: takesGitAlong } = process.env;
const patienceMilliseconds = 50;

/** Kill a git that has a lock, or is about to be done. */
function killAtWork(child, { cwd, env }) {
  const locks = [`${env.GIT_INDEX_FILE ?? `${cwd}/.git/index`}.lock`, `${cwd}/.git/HEAD.lock`];
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline && !locks.some((lock) => existsSync(lock)));
  child.kill('SIGKILL');
}

const children = createRequire(import.meta.url)('node:child_process');

wrap(children, 'spawn', (original) => (file, args, ...rest) => {
  const child = original(file, args, ...rest);
  if (file !== 'git') {
    effect(`start ${[file, ...args].join(' ')}`);
    return child;
  }
  const command = gitCommandOf(args);
  if (isReading(command)) return child;
  if (takesGitAlong === 'true' && isNextTheLast()) killAtWork(child, rest[0]);
  child.prependOnceListener('exit', () => effect(`end ${command.join(' ')}`));
  effect(`start ${command.join(' ')}`);
  return child;
});
for (const name of ['spawnSync', 'execFileSync']) {
  wrap(children, name, (original) => (file, ...rest) => {
    const result = original(file, ...rest);
    effect(`${name} ${file}`);
    return result;
  });
}
syncBuiltinESMExports();
