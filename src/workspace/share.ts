import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { exists } from './exists.js';
import { type PathBytes, toPathBytes } from './path-bytes.js';
import type { Repository } from './repository.js';

// Directories that hold dependencies and never a build's output: two arms that share an output measure the same code.
const dependencyDirectories = ['node_modules', '.venv', 'venv', 'vendor', 'bower_components', 'Pods', 'deps'];

/**
 * The dependency directories that both arms link to, instead of having their own.
 *
 * @param ignored paths that git ignores, directories ending in '/'.
 * @returns paths below the repository's root.
 */
export async function defaultShare(
  repository: Repository,
  ignored: readonly PathBytes[],
): Promise<PathBytes[]> {
  if (await isMonorepo(repository)) return [];
  const prefixes = [...new Set(['', toPathBytes(repository.prefix)])];
  const known = prefixes.flatMap((prefix) => dependencyDirectories.map((name) => prefix + name));
  const present = known.filter((path) => ignored.includes(`${path}/`) || ignored.includes(path));
  const leadsBack = await Promise.all(present.map((path) => linksIntoCheckout(repository.root, path)));
  return present.filter((_, at) => !leadsBack[at]);
}

async function isMonorepo(repository: Repository): Promise<boolean> {
  const places = [...new Set([repository.root, join(repository.root, repository.prefix)])];
  const signs = await Promise.all(
    places.flatMap((place) => [hasWorkspaces(place), exists(join(place, 'pnpm-workspace.yaml'))]),
  );
  return signs.includes(true);
}

async function hasWorkspaces(directory: string): Promise<boolean> {
  const text = await readFile(join(directory, 'package.json'), 'utf8').catch(() => '{}');
  try {
    const manifest: unknown = JSON.parse(text);
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest;
  } catch {
    return false;
  }
}

/** Whether a package in the directory is a link to code in the user's own checkout. */
async function linksIntoCheckout(root: string, path: PathBytes): Promise<boolean> {
  const directory = join(root, path);
  const packages = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const scopes = packages.filter((entry) => entry.isDirectory() && entry.name.startsWith('@'));
  const scoped = await Promise.all(
    scopes.map((scope) => readdir(join(directory, scope.name), { withFileTypes: true }).catch(() => [])),
  );
  const links = [...packages, ...scoped.flat()].filter((entry) => entry.isSymbolicLink());
  const own = await realpath(directory).catch(() => directory);
  const targets = await Promise.all(
    links.map((link) => realpath(join(link.parentPath, link.name)).catch(() => '')),
  );
  return targets.some((target) => isBelow(target, root) && !isBelow(target, own));
}

function isBelow(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return path !== '' && !way.startsWith('..') && !way.startsWith('/');
}
