import { createRequire, syncBuiltinESMExports } from 'node:module';
import { effect, wrap } from './effect.js';
import { gitCommandOf, isReading } from './git-commands.js';

const children = createRequire(import.meta.url)('node:child_process');

wrap(children, 'spawn', (original) => (file, args, ...rest) => {
  const child = original(file, args, ...rest);
  if (file !== 'git') {
    effect(`start ${[file, ...args].join(' ')}`);
    return child;
  }
  const command = gitCommandOf(args);
  if (isReading(command)) return child;
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
