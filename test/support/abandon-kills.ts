import { expect } from 'vitest';
import { makeBusyRepository, startBusySession, stateOf } from './abandoned.js';
import { commandLine } from './command-line.js';
import { connect } from './connect.js';
import { makeKillingGit } from './killing-git.js';
import { printing } from './session.js';

/**
 * Kill `abandon` after each n-th of its git commands, and see that whoever comes next finishes it: the command itself, or
 * a server.
 *
 * @returns how many kills there were.
 */
export async function killAbandoning(every: number): Promise<number> {
  const repository = makeBusyRepository();
  const before = stateOf(repository);
  const { server, id, branch } = await startBusySession(repository);
  const { home } = server;
  const edit = () => {
    repository.write('code.sh', printing(90));
    repository.write('new.sh', 'new\n');
    repository.git('add', 'new.sh');
  };
  edit();
  await server.close();
  const git = makeKillingGit();
  const terminal = { home, directory: repository.root };
  const env = { PATH: `${git.directory}:${process.env.PATH}` };
  const edits = `refs/autoresearch/${id}/edits`;
  const seen = new Set<string>();
  let kills = 0;
  for (let call = 1; ; call += every) {
    git.arm(call);
    const outcome = await commandLine(['abandon', id], { ...terminal, env });
    if (!git.hasKilled()) {
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      expect(stateOf(repository)).toEqual(before);
      return kills;
    }
    kills++;
    if (kills % 2 === 1) expect(await commandLine(['abandon', id], terminal)).toMatchObject({ code: 0 });
    else await (await connect({ directory: repository.root, home })).ok('get_status', { session_id: id });
    const isLeft = repository.git('symbolic-ref', '--short', 'HEAD') === branch;
    // Before its intention was stored, nothing has happened.
    if (isLeft) expect(await commandLine(['abandon', id], terminal)).toMatchObject({ code: 0 });
    expect(stateOf(repository)).toEqual(before);
    const saved = repository.git('for-each-ref', '--format=%(refname)', edits).split('\n');
    const fresh = saved.filter((ref) => !seen.has(ref));
    expect(fresh.some((ref) => repository.git('ls-tree', '--name-only', ref).includes('new.sh'))).toBe(true);
    for (const ref of fresh) seen.add(ref);

    repository.git('symbolic-ref', 'HEAD', `refs/heads/${branch}`);
    repository.git('read-tree', branch);
    edit();
  }
}
