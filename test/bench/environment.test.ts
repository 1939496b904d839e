import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { commandEnvironment, createMark } from '../../src/bench/environment.js';

it('drops what names another directory, another repository or another run', () => {
  const inherited = {
    PATH: '/bin',
    GITHUB_TOKEN: 'kept',
    GIT_DIR: '/a',
    GIT_INDEX_FILE: '/b',
    AUTORESEARCH_HOME: '/c',
    AUTORESEARCH_SEED: '1',
    npm_config_prefix: '/d',
    npm_lifecycle_event: 'test',
    OLDPWD: '/e',
    INIT_CWD: '/f',
    PYTHONPYCACHEPREFIX: '/h',
    PWD: '/g',
    UNSET: undefined,
  };
  const environment = commandEnvironment({
    inherited,
    added: { AUTORESEARCH_SEED: '2' },
    cwd: 'arm',
    mark: 'm',
  });
  expect(environment).toEqual({
    PATH: '/bin',
    GITHUB_TOKEN: 'kept',
    AUTORESEARCH_SEED: '2',
    PWD: resolve('arm'),
    AUTORESEARCH_MARK: 'm',
  });
});

it('makes marks of one length that are never the same', () => {
  const marks = Array.from({ length: 100 }, createMark);
  expect(new Set(marks).size).toBe(100);
  expect(new Set(marks.map((mark) => mark.length)).size).toBe(1);
});
