import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientPages, pageOf } from '../support/client-page.js';
import { commandLine } from '../support/command-line.js';
import { checkoutRoot } from '../support/tarball.js';
import { temporaryDirectory } from '../support/temporary.js';

const overview = readFileSync(join(checkoutRoot, 'docs/clients.md'), 'utf8');
const readme = readFileSync(join(checkoutRoot, 'README.md'), 'utf8');

test.each(clientPages)(
  'the page of %s has both transports, time-outs and prompts, and is linked to',
  (client) => {
    const headings = [...pageOf(client).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual(['Over stdio', 'Over HTTP', 'Long benchmarks', 'Prompts']);
    expect(overview).toContain(`(clients/${client}.md)`);
    expect(readme).toContain(`(docs/clients/${client}.md)`);
  },
);

test('what the README adds to a client is what that page has', () => {
  const [command = ''] = /^claude mcp add .*$/m.exec(readme) ?? [];
  expect(pageOf('claude-code')).toContain(`\`\`\`sh stdio\n${command}\n`);
});

test('the command that reads a token from the file finds it there', async () => {
  const home = temporaryDirectory();
  const directory = join(home, '.local/share/autoresearch-mcp');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'tokens');
  writeFileSync(file, 'other 012345678901234567890123 read-only\n', { mode: 0o600 });
  const place = { home: temporaryDirectory(), directory: home };
  await commandLine(['token', 'add', 'owner', '--token-file', file], place);
  const [, command = ''] = /^```sh token\n([\s\S]*?)^```$/m.exec(overview) ?? [];
  const script = `${command}\nprintf %s "$AUTORESEARCH_CLIENT_TOKEN"`;
  const token = execFileSync('sh', ['-euc', script], {
    env: { ...process.env, HOME: home },
    encoding: 'utf8',
  });
  expect(token).toMatch(/^autoresearch_[\w-]{43}$/);
  expect(readFileSync(file, 'utf8')).toContain(`owner ${token}\n`);
});
