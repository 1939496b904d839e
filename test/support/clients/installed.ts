import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const cache = fileURLToPath(new URL('../../../node_modules/.cache/test-programs/', import.meta.url));

/**
 * Programs of others that tests start. They are no dependencies, since they are large or want another Node.js: the first test
 * that needs them installs them, and no script of theirs is run.
 *
 * @param packages with their versions.
 * @returns the `node_modules` directory that they are in.
 */
export async function installed(...packages: readonly string[]): Promise<string> {
  const directory = join(cache, packages.join('+').replaceAll('/', '-'));
  if (!existsSync(directory)) await install(packages, directory);
  return join(directory, 'node_modules');
}

async function install(packages: readonly string[], directory: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'making-'));
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  try {
    await execa('npm', ['install', '--prefix', making, ...options, ...packages], { cwd: making });
    renameSync(making, directory);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another test may have been faster.
    if (!existsSync(directory)) throw error;
  }
}

/** Node.js 22, which some of them need. @returns the path of its executable. */
export async function node22(): Promise<string> {
  const { platform, arch } = process;
  const name = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node';
  const modules = await installed(`${name}-${platform}-${arch}@22.23.3`);
  return join(modules, `${name}-${platform}-${arch}`, 'bin', 'node');
}
