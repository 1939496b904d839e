import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { TestRepository } from './test-repository.js';

/** File names that a careless program mangles. The last is no UTF-8, which macOS does not allow. */
export const oddNames: readonly Buffer[] = [
  'with space',
  ' leading and trailing ',
  `"double" and 'single'`,
  'new\nline',
  'tab\tand\\backslash',
  'ünïcödé 日本',
  '-rf',
  ':(glob)*',
  'star*',
  '$(touch pwned)',
  'dir with space/in\nside',
]
  .map((name) => Buffer.from(name))
  .concat(process.platform === 'linux' ? [Buffer.from('bytes-\xff\xfe', 'latin1')] : []);

/** Give every odd name a file with this text, and links and executables besides. */
export function writeOddFiles(repository: TestRepository, text: string): void {
  const at = (name: Buffer) => Buffer.concat([Buffer.from(`${repository.root}/`), name]);
  mkdirSync(at(Buffer.from('dir with space')), { recursive: true });
  for (const name of oddNames) writeFileSync(at(name), text);
  chmodSync(at(Buffer.from('with space')), text.length % 2 === 0 ? 0o755 : 0o644);
}

/** A link that points to nothing, with a target that is no sensible path. */
export function writeOddLink(repository: TestRepository, target: string): void {
  symlinkSync(target, `${repository.root}/a link`);
}
