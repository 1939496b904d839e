import { createRequire, syncBuiltinESMExports } from 'node:module';
import { effect, wrap } from './effect.js';

const fs = createRequire(import.meta.url)('node:fs');
const { existsSync, lstatSync } = fs;

const always = () => true;
const isThere = (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Functions that change files, and whether a call has something to change. */
const changes = {
  appendFile: always,
  chmod: always,
  copyFile: always,
  link: always,
  mkdir: (path, options) => !(options?.recursive === true && existsSync(path)),
  mkdtemp: always,
  open: (_, flags) => typeof flags === 'string' && /[wa+]/.test(flags),
  rename: always,
  rm: isThere,
  rmdir: always,
  symlink: always,
  truncate: always,
  unlink: always,
  utimes: always,
  writeFile: always,
};

// Node's own functions call each other: the outermost is the effect.
let depth = 0;

function deeper(work) {
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
  }
}

function nameOf(path) {
  if (typeof path === 'number') return 'an open file';
  return Buffer.isBuffer(path) ? path.toString() : String(path);
}

for (const [name, hasWork] of Object.entries(changes)) {
  wrap(fs.promises, name, (original) => async (...args) => {
    const isEffect = hasWork(...args);
    const result = await original(...args);
    if (isEffect) effect(`${name} ${nameOf(args[0])}`);
    return result;
  });
  wrap(fs, `${name}Sync`, (original) => (...args) => {
    const isEffect = depth === 0 && hasWork(...args);
    const result = deeper(() => original(...args));
    if (isEffect) effect(`${name} ${nameOf(args[0])}`);
    return result;
  });
}
syncBuiltinESMExports();
