import { execa } from 'execa';
import { copyRepository, type Place } from './place.js';

/** Run git in the demo's repository; its output without the last newline. */
export async function git(place: Place, ...args: string[]): Promise<string> {
  const { stdout } = await execa('git', args, { cwd: place.repository, env: place.env, extendEnv: false });
  return stdout;
}

/** Make the repository, with one commit on main. */
export async function makeRepository(place: Place): Promise<void> {
  await copyRepository(place);
  await git(place, 'init', '--quiet');
  await git(place, 'symbolic-ref', 'HEAD', 'refs/heads/main');
  await git(place, 'config', 'user.name', 'Demo');
  await git(place, 'config', 'user.email', 'demo@localhost');
  await git(place, 'add', '--all');
  await git(place, 'commit', '--quiet', '--message', 'A sorting function, its benchmark and its checks');
}

/** Put a file back to the last commit. */
export async function undo(place: Place, path: string): Promise<void> {
  await git(place, 'checkout', '--quiet', 'HEAD', '--', path);
}
