import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { SkillsClient } from '@modelcontextprotocol/client/ext/skills';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { connect, serverPath } from '../support/connect.js';
import { temporaryDirectory } from '../support/temporary.js';

const uri = 'skill://autoresearch/SKILL.md';
const shipped = readFileSync(new URL('../../skills/autoresearch/SKILL.md', import.meta.url), 'utf8');
const [, header = '', body = ''] = /^---\n(.*?)\n---\n\n(.*)$/s.exec(shipped) ?? [];

/** How to start the built server, in a home of its own. */
function server() {
  const directory = temporaryDirectory();
  const env = { PATH: process.env.PATH ?? '', AUTORESEARCH_HOME: temporaryDirectory() };
  return { command: process.execPath, args: [serverPath, '--directory', directory], env };
}

test('the skill that is shipped is in the Agent Skills format, and says what the prompt says', async () => {
  const { name, description } = z
    .strictObject({ name: z.string(), description: z.string() })
    .parse(parse(header));
  expect(name).toBe('autoresearch');
  expect(description.length).toBeLessThanOrEqual(1024);
  const { prompts } = await connect({ directory: temporaryDirectory() });
  expect(body).toBe(await prompts.get('autoresearch'));
});

test('it is packed with the package', async () => {
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const { stdout } = await execa('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], { cwd });
  expect(stdout).toContain('"skills/autoresearch/SKILL.md"');
});

test.each(['2025-11-25', '2026-07-28'])(
  'it is found and read by the skills extension, with %s',
  async (revision) => {
    const pin = { versionNegotiation: { mode: { pin: revision } } };
    const client = new Client({ name: 'test', version: '1' }, revision === '2025-11-25' ? {} : pin);
    await client.connect(new StdioClientTransport(server()));
    onTestFinished(() => client.close());
    const skills = new SkillsClient(client);
    expect(skills.supported).toBe(true);
    const { skills: found } = await skills.list();
    expect(found).toMatchObject([{ uri, frontmatter: parse(header) }]);
    const { skill } = await skills.get(uri);
    expect(await skills.read(skill)).toMatchObject({ verified: true, text: shipped });
  },
);

test('a 1.x client reads it as a resource', async () => {
  const client = new OldClient({ name: 'test', version: '1' });
  await client.connect(new OldTransport(server()));
  onTestFinished(() => client.close());
  const { resources } = await client.listResources();
  expect(resources).toContainEqual(expect.objectContaining({ uri, mimeType: 'text/markdown' }));
  const { contents } = await client.readResource({ uri });
  expect(contents).toMatchObject([{ uri, text: shipped }]);
  await expect(client.readResource({ uri: 'skill://autoresearch/../../package.json' })).rejects.toThrow();
  await expect(client.readResource({ uri: 'skill://other/SKILL.md' })).rejects.toThrow(/not found/i);
});
