// Loaded into a server before its program: at each SIGUSR2 it collects its garbage, and writes the bytes that are left.
import { renameSync, writeFileSync } from 'node:fs';

process.on('SIGUSR2', () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  const path = process.env.TEST_LIVE_HEAP;
  writeFileSync(`${path}.new`, String(heapUsed + external));
  renameSync(`${path}.new`, path);
});
