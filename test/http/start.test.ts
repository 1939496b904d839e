import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commandLine } from '../support/command-line.js';
import { startHttpServer } from '../support/http-server.js';
import { scriptFiles } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

const ownText = fileURLToPath(import.meta.url);

test.each<[string, string[] | undefined, Record<string, string>, string]>([
  ['a short token', [], { AUTORESEARCH_TOKEN: 'short' }, 'shorter than 24'],
  ['a token of two words', [], { AUTORESEARCH_TOKEN: `${'x'.repeat(24)} x` }, 'blanks'],
  ['a token file in no directory', ['--token-file', '/proc/none/tokens'], {}, 'No token can be made'],
  ['a directory, as over stdio', ['--directory', '/'], {}, '--root says'],
  ['no root', undefined, {}, '--root'],
  ['a root that is none', ['--root', '/nowhere/at/all'], {}, 'is no directory'],
  ['a host that others reach, in the clear', ['--host', '0.0.0.0'], {}, '--tls-cert'],
  ['a name that has a port', ['--allowed-host', 'bench.example:8443'], {}, 'no scheme, port'],
  ['a certificate without its key', ['--tls-cert', 'x.pem'], {}, 'come together'],
  ['a certificate that is none', ['--tls-cert', 'x.pem', '--tls-key', 'x.pem'], {}, 'cannot be read'],
  [
    'a certificate that is something else',
    ['--tls-cert', ownText, '--tls-key', ownText],
    {},
    'Give PEM files',
  ],
])('it does not start with %s', async (_, options, env, words) => {
  const { root } = makeRepository(scriptFiles);
  const roots = options === undefined || options[0] === '--root' ? [] : ['--root', root];
  const args = ['serve', '--http', '--port', '0', ...roots, ...(options ?? [])];
  const outcome = await commandLine(args, { home: temporaryDirectory(), directory: root, env });
  expect(outcome).toMatchObject({ code: 1, stdout: '' });
  expect(outcome.stderr).toContain(words);
});

test('it does not start at a port that is taken, and ends at once', async () => {
  const { root } = makeRepository(scriptFiles);
  const { origin, home } = await startHttpServer({ roots: [root] });
  const args = ['serve', '--http', '--root', root, '--port', new URL(origin).port];
  const outcome = await commandLine(args, { home, directory: root });
  expect(outcome).toMatchObject({ code: 1, stdout: '' });
  expect(outcome.stderr).toContain('EADDRINUSE');
});

test('what is for HTTP alone is refused without it', async () => {
  const directory = temporaryDirectory();
  const outcome = await commandLine(['serve', '--root', directory], { home: directory, directory });
  expect(outcome.code).not.toBe(0);
  expect(outcome.stderr).toContain('need --http');
});
