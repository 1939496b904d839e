import { existsSync } from 'node:fs';
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import { plainText } from './plain-text.js';
import { maskSecrets, type Secret, serverSecrets } from './secrets.js';

// Looked through in one go: so many bytes take a few milliseconds.
const blockBytes = 256 * 1024;
const lineEnd = 0x0a;

/**
 * Masks the secrets in a log that nobody writes to any more: whoever reads it later may have other secrets in its
 * environment, and would not know these. Lines without one stay as they are, byte for byte. The log is replaced in one
 * step.
 *
 * @returns a sentence that says why secrets may have stayed in it, if so; otherwise nothing. Never rejects.
 */
export async function maskLog(path: string, secrets: readonly Secret[] = serverSecrets): Promise<string[]> {
  if (secrets.length === 0) return [];
  try {
    if (!existsSync(path)) return [];
    const masked = await maskedLog(await readFile(path), secrets);
    if (masked !== undefined) await replace(path, masked);
    return [];
  } catch (error) {
    return [`Secrets could not be masked in the log ${path}: ${messageOf(error)}.`];
  }
}

/** The log without secrets; nothing for one that has none. */
async function maskedLog(log: Buffer, secrets: readonly Secret[]): Promise<Buffer | undefined> {
  const blocks: Buffer[] = [];
  let isMasked = false;
  for (let start = 0; start < log.length; ) {
    const end = log.indexOf(lineEnd, start + blockBytes) + 1 || log.length;
    const block = log.subarray(start, end);
    const masked = maskedBlock(block, secrets);
    isMasked ||= masked !== undefined;
    blocks.push(masked ?? block);
    start = end;
    await nextTurn();
  }
  return isMasked ? Buffer.concat(blocks) : undefined;
}

function maskedBlock(block: Buffer, secrets: readonly Secret[]): Buffer | undefined {
  const text = block.toString('utf8');
  if (maskedText(text, secrets) === text) return undefined;
  const lines: Buffer[] = [];
  for (let start = 0; start < block.length; ) {
    const end = block.indexOf(lineEnd, start) + 1 || block.length;
    const line = block.subarray(start, end);
    const before = line.toString('utf8');
    const after = maskedText(before, secrets);
    lines.push(after === before ? line : Buffer.from(after));
    start = end;
  }
  return Buffer.concat(lines);
}

/** The text itself where it has no secret; one that an escape sequence interrupts is found once that is taken out. */
function maskedText(text: string, secrets: readonly Secret[]): string {
  const raw = maskSecrets(text, secrets);
  const plain = plainText(raw);
  const masked = maskSecrets(plain, secrets);
  return masked === plain ? raw : masked;
}

async function replace(path: string, log: Buffer): Promise<void> {
  const { mode } = await stat(path);
  const beside = `${path}.masked`;
  await rm(beside, { force: true });
  await writeFile(beside, log, { mode: 0o600 });
  await chmod(beside, mode & 0o777);
  await rename(beside, path);
}
