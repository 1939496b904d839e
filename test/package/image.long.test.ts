import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dockerfile, stagesOf } from '../support/dockerfile.js';
import { buildScript, quoted, rootOf, runScript } from '../support/image-script.js';
import { runLong } from '../support/run-long.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const namespaces = ['--mount', '--pid', '--fork', '--kill-child'];

/** Why this machine cannot stand in for a container engine, if so. */
function hindrance(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'only root on Linux can build the image here';
  const top = temporaryDirectory();
  const script = `set -eu; mount -t tmpfs tmpfs ${top}; mkdir ${top}/u ${top}/w ${top}/m; mount -t overlay overlay -o lowerdir=/,upperdir=${top}/u,workdir=${top}/w ${top}/m; ip -V; apt-get --version`;
  try {
    execFileSync('unshare', [...namespaces, '--net', 'sh', '-c', script], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this machine lets nobody mount an overlay of its root, or is no Debian';
  }
}

test('each step of the Dockerfile works, and what it makes serves a mounted repository', async ({ skip }) => {
  const why = hindrance();
  skip(why !== undefined, why);
  const stages = stagesOf(dockerfile);
  const image = stages.at(-1);
  if (image === undefined) throw new Error('There is no stage.');
  const top = temporaryDirectory();
  const repository = makeRepository({ 'work.txt': '40\n' });
  const ask = readFileSync(join(import.meta.dirname, '../fixtures/image/ask.js'), 'utf8');
  const place = `"$TOP/${rootOf(image)}/root"`;
  const running = join(temporaryDirectory(), 'run.sh');
  writeFileSync(running, `set -eu\nTOP=${quoted(top)}\n${runScript(image, ask)}`);
  const script = [
    buildScript(stages, top),
    `cp -aT ${quoted(repository.root)} ${place}/workspace`,
    `chroot ${place} chown -R node:node /workspace`,
    `unshare --net sh ${quoted(running)}`,
    `chroot ${place} stat -c '%a %U %n' /data/tokens`,
    `chroot --userspec=node:node ${place} sh -c 'touch /opt/autoresearch-mcp/dist/cli.js' || echo 'not writable'`,
  ].join('\n');

  const output = await runLong('unshare', [...namespaces, 'sh', '-c', script], { cwd: top });
  expect(output).toContain('\nhealthy\n');
  expect(output).toMatch(/"state":"finished","run":0|"verdict":"baseline"/);
  expect(output).toContain('without a token: 401');
  expect(output).toContain('stopped with 0');
  expect(output).toMatch(/^600 node \/data\/tokens$/m);
  expect(output).toContain('not writable');
});
