import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { pictureOf } from '../support/checkout.js';
import { clientKinds, connect } from '../support/connect.js';
import { scriptFiles, scriptInit } from '../support/session.js';
import { temporaryDirectory } from '../support/temporary.js';
import { makeRepository } from '../support/test-repository.js';

describe.each(clientKinds)('with the %s client', (kind) => {
  test('a database of a newer program is refused and left alone', async () => {
    const home = temporaryDirectory();
    const path = join(home, 'autoresearch.db');
    const db = new Database(path);
    db.exec('CREATE TABLE future (x); PRAGMA user_version = 1000');
    db.close();
    const before = readFileSync(path);
    const repository = makeRepository(scriptFiles);
    const picture = pictureOf(repository);
    const server = await connect({ directory: repository.root, kind, home });
    const error = await server.refused('init_experiment', scriptInit);
    expect(error.code).toBe('internal');
    expect(error.message).toContain('newer');
    expect(error.hint).toContain('Update');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(pictureOf(repository)).toEqual(picture);
  });

  test('a home that cannot be used is told to the client', async () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, 'no directory\n');
    const repository = makeRepository(scriptFiles);
    const server = await connect({ directory: repository.root, kind, home: join(file, 'home') });
    expect(await server.listTools()).toHaveLength(7);
    const error = await server.refused('get_status');
    expect(error.code).toBe('internal');
    expect(error.hint).toContain('AUTORESEARCH_HOME');
    expect(readFileSync(file, 'utf8')).toBe('no directory\n');
  });
});
