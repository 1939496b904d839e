import { expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { commandLine } from '../support/command-line.js';
import { connectTo } from '../support/connect.js';
import { everyRow } from '../support/every-row.js';
import { startHttpServer } from '../support/http-server.js';
import { printing, scriptFiles, scriptInit } from '../support/session.js';
import { makeRepository } from '../support/test-repository.js';
import { makeToken } from '../support/tokens.js';

test.each(['new over HTTP', 'stateless over HTTP'] as const)(
  'a token that may only read calls what only reads, and changes nothing by it (%s client)',
  async (kind) => {
    const repository = makeRepository(scriptFiles);
    const server = await startHttpServer({ roots: [repository.root] });
    const { origin, home } = server;
    const owner = await connectTo({ origin, secret: server.secret() });
    const { session_id } = await owner.ok('init_experiment', scriptInit);
    repository.write('code.sh', printing(90));
    const { run_id } = await owner.ok('run_experiment', { description: 'a try' });
    const { added } = await owner.ok('add_ideas', { ideas: [{ title: 'Cache it' }] });
    await commandLine(['note', 'Mind the memory'], { home, directory: repository.root });

    const reader = await connectTo({ origin, secret: await makeToken(home, 'reader', '--read-only') }, kind);
    const calls: Record<string, Record<string, unknown>> = {
      init_experiment: scriptInit,
      run_experiment: { session_id, description: 'mine' },
      log_experiment: { run_id, status: 'keep', description: 'mine' },
      cancel_run: { run_id },
      add_ideas: { session_id, ideas: [{ title: 'Mine' }] },
      update_idea: { idea_id: added[0].idea_id, state: 'dropped' },
      end_session: { session_id },
      get_status: { session_id },
      query_runs: { query: 'try' },
      get_run: { run_id, include: ['diff', 'output', 'samples'] },
      list_ideas: { session_id },
    };
    const tools = await reader.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(calls).sort());
    const before = { rows: everyRow(home), files: pictureOf(repository) };
    for (const { name, annotations } of tools) {
      const tool = String(name);
      const { isError, error } = await reader.call(tool, calls[tool]);
      const isReading = JSON.stringify(annotations).includes('"readOnlyHint":true');
      expect({ tool, isError }).toEqual({ tool, isError: !isReading });
      if (!isReading) expect({ tool, code: error?.code }).toEqual({ tool, code: 'read_only' });
    }
    for (const { uri } of await reader.resources.list()) await reader.resources.read(uri);
    await reader.prompts.get('autoresearch_resume');
    await reader.resources.subscribe(`autoresearch://sessions/${session_id}`);
    expect({ rows: everyRow(home), files: pictureOf(repository) }).toEqual(before);
    // What a person has said is still to be told, to who can heed it.
    expect((await owner.ok('get_status')).next_step).toContain('Mind the memory');
  },
);
