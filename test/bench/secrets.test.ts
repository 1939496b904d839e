import { describe, expect, it } from 'vitest';
import { maskSecrets, secretsOf } from '../../src/bench/secrets.js';

const value = 'correct horse battery';

describe('a value is secret by its name', () => {
  it.each([
    'GITHUB_TOKEN',
    'API_KEY',
    'api_key',
    'apiKey',
    'AWS_SECRET_ACCESS_KEY',
    'DB_PASSWORD',
    'PGPASSWORD',
    'MYSQL_PWD',
    'SSH_PASSPHRASE',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'HTTP_AUTH',
    'SESSION_COOKIE',
    'PRIVATE_STUFF',
    'npm_config_//registry.npmjs.org/:_authToken',
  ])('%s', (name) => {
    expect(maskSecrets(`it is ${value}!`, secretsOf({ [name]: value }))).toBe(`it is [masked: ${name}]!`);
  });
});

describe('a value is no secret', () => {
  it.each([
    ['PWD', value],
    ['OLDPWD', value],
    ['HOME', value],
    ['TOKENIZERS_PARALLELISM', value],
    ['MONKEY', value],
    ['KEYBOARD_LAYOUT', value],
    ['API_KEY', 'short'],
    ['API_KEY', ''],
    ['API_KEY', 'API_KEY'],
    ['REGISTRY', 'https://example.org/a:b@c'],
  ])('%s=%s', (name, text) => expect(secretsOf({ [name]: text })).toEqual([]));
});

describe('a value is secret by its shape', () => {
  it.each([
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'github_pat_11ABCDEFG0abcdefghijkl',
    'sk-ant-api03-abcdefghijklmnop',
    'xoxb-123456789012-abcdef',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    'postgres://user:hunter22hunter@db.example.org/app',
  ])('%s', (text) => {
    expect(maskSecrets(`<${text}>`, secretsOf({ PLAIN: text }))).toBe('<[masked: PLAIN]>');
  });

  it('and the password of a URL alone', () => {
    const secrets = secretsOf({ DATABASE_URL: 'postgres://user:hunter22@db.example.org/app' });
    expect(maskSecrets('login with hunter22', secrets)).toBe('login with [masked: DATABASE_URL]');
  });
});

const privateKey = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0B\n-----END PRIVATE KEY-----\n';

it.each([privateKey, privateKey.replaceAll('\n', '\r\n'), privateKey.replaceAll('\n', '\\n')])(
  'a value of several lines is masked line by line: %j',
  (key) => {
    const masked = maskSecrets('see\nMIIEvQIBADANBgkq\nhkiG9w0B\n', secretsOf({ DEPLOY_KEY: key }));
    expect(masked).toBe('see\n[masked: DEPLOY_KEY]\nhkiG9w0B\n');
  },
);

it('the longest secret counts, and of two that overlap nothing is left', () => {
  const secrets = secretsOf({ A_TOKEN: 'abcdefgh', B_TOKEN: 'abcdefghijkl', C_TOKEN: 'ijklmnopqr' });
  expect(maskSecrets('abcdefgh', secrets)).toBe('[masked: A_TOKEN]');
  expect(maskSecrets('-abcdefghijkl-', secrets)).toBe('-[masked: B_TOKEN]-');
  expect(maskSecrets('-abcdefghijklmnopqr-', secrets)).toBe('-[masked: B_TOKEN]-');
});

it('a secret is found wherever it stands, and each time', () => {
  const secrets = secretsOf({ A_TOKEN: 'aaaaaaaa' });
  expect(maskSecrets('aaaaaaaaaaaa', secrets)).toBe('[masked: A_TOKEN]');
  expect(maskSecrets('aaaaaaaa aaaaaaaa', secrets)).toBe('[masked: A_TOKEN] [masked: A_TOKEN]');
  expect(maskSecrets('', secrets)).toBe('');
});
