import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientPages, pageOf, snippetOf } from '../support/client-page.js';
import { packages, sceneOf } from '../support/clients/scene.js';
import { codexServers } from '../support/codex-servers.js';

test.each(Object.entries(packages))('the page of %s names the version that is tried here', (client, name) => {
  const page = clientPages.find((each) => each === client) ?? 'codex';
  expect(pageOf(page)).toContain(`Tried with version ${name.split('@').at(-1)}.`);
});

test('Claude Code takes each snippet of its page, and connects', async () => {
  const { run, write, person, repository } = await sceneOf('claude-code');
  const connected = /^autoresearch: .*Connected$/m;
  for (const purpose of ['stdio', 'http', 'long']) {
    await run(snippetOf('claude-code', 'sh', purpose));
    expect(await run('claude mcp list'), purpose).toMatch(connected);
    await run('claude mcp remove autoresearch');
    expect(await run('claude mcp list')).not.toMatch(connected);
  }
  write(join(repository.root, '.mcp.json'), snippetOf('claude-code', 'json', 'http'));
  expect(await run('claude mcp list')).toContain('Pending approval');
  const project = { hasTrustDialogAccepted: true, enabledMcpjsonServers: ['autoresearch'] };
  write(join(person.home, '.claude.json'), JSON.stringify({ projects: { [repository.root]: project } }));
  expect(await run('claude mcp list')).toMatch(connected);
  expect(await run('claude mcp get autoresearch')).toContain('Timeout: 3700000ms');
  expect(await run('AUTORESEARCH_CLIENT_TOKEN=another claude mcp list')).toContain('HTTP 401');
});

test('Codex takes each snippet of its page, and connects', async () => {
  const { run, write, person, repository } = await sceneOf('codex');
  const connects = async (purpose: string) => {
    const [server, ...others] = await codexServers(repository.root, person.env);
    expect(others).toEqual([]);
    expect(server, purpose).toMatchObject({ name: 'autoresearch', server: 'autoresearch-mcp' });
    expect(server?.tools).toContain('run_experiment');
  };
  for (const purpose of ['stdio', 'http']) {
    await run(snippetOf('codex', 'sh', purpose));
    expect(await run('codex mcp list')).toMatch(/^autoresearch .*enabled/m);
    await connects(`sh ${purpose}`);
    await run('codex mcp remove autoresearch');
    write(join(person.home, '.codex/config.toml'), snippetOf('codex', 'toml', purpose));
    expect(await run('codex mcp get autoresearch')).toMatch(/tool_timeout_sec: 3700/);
    await connects(`toml ${purpose}`);
    write(join(person.home, '.codex/config.toml'), '');
  }
});

test('Gemini CLI takes each snippet of its page, and connects', async () => {
  const { run, write, person, repository } = await sceneOf('gemini-cli');
  const connected = /autoresearch: .* - Connected$/m;
  const trusted = JSON.stringify({ [repository.root]: 'TRUST_FOLDER' });
  write(join(person.home, '.gemini/trustedFolders.json'), trusted);
  for (const purpose of ['stdio', 'http']) {
    await run(snippetOf('gemini-cli', 'sh', purpose));
    expect(await run('gemini mcp list'), `sh ${purpose}`).toMatch(connected);
    await run('gemini mcp remove autoresearch');
    expect(await run('gemini mcp list')).not.toMatch(connected);
    write(join(repository.root, '.gemini/settings.json'), snippetOf('gemini-cli', 'json', purpose));
    expect(await run('gemini mcp list'), `json ${purpose}`).toMatch(connected);
    write(join(repository.root, '.gemini/settings.json'), '{}');
  }
});
