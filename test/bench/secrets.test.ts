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
    'AUTHORIZATION',
    'PRIVATEKEY',
    'APIKEY2',
    'API_KEY2',
    'GITHUB_TOKEN2',
    'GITHUB_TOKENS',
    'DB_PASSWORD2',
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
    ['AUTHOR', value],
    ['AUTH0_DOMAIN', value],
    ['PATTERN', value],
    ['BASICS', 'Basic configuration'],
    ['MAX_TOKENS', '4096'],
    ['PATH', '/root/.pyenv/bin:/usr/local/bin:/opt/sk-learn-contributions/bin:/usr/bin:/bin'],
    ['HOMEPAGE', 'https://example.org:8080/a/long-path/of-2-words?q=some@body'],
    ['REMOTE', 'ssh://deploy@git.example.org/o/r.git'],
    ['REMOTE', 'git@github.com:owner/repository-with-a-long-name-2.git'],
    ['NODE_OPTIONS', '--max-old-space-size=4096 --require=/tmp/a-long-name-123456.cjs'],
    ['LS_COLORS', 'rs=0:di=01;34:ln=01;36:*.pem=00;32'],
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

describe('where a part of a value is secret, that part is masked, and the value around it', () => {
  const token = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
  it.each([
    ['REPO_URL', `https://${token}@github.com/o/r`, token],
    ['HTTP_HEADERS', `Authorization: Bearer ${token}`, token],
    ['HTTP_HEADERS', 'Accept: */*; Authorization: Basic dXNlcjpwYXNzd29yZDE=', 'dXNlcjpwYXNzd29yZDE='],
    ['HTTP_HEADERS', 'x-api-key: abcdefgh12345678', 'abcdefgh12345678'],
    ['LIST', `one,${token},two`, token],
    [
      'SENTRY_DSN',
      'https://0123456789abcdef0123456789abcdef@o1.ingest.example.org/2',
      '0123456789abcdef'.repeat(2),
    ],
    ['DB', 'Server=db.example.org;User Id=app;Password=hunter22 hunter22x;Encrypt=yes', 'hunter22 hunter22x'],
    ['DB', 'Server=db.example.org;Uid=app;Pwd=hunter22x;', 'hunter22x'],
    ['DB', 'host=db.example.org user=app password=hunter22x dbname=app', 'hunter22x'],
    ['STORAGE', 'AccountName=app;AccountKey=abcdEFGH0123+/abcd==;EndpointSuffix=x', 'abcdEFGH0123+/abcd=='],
    ['HOOK', 'https://hooks.slack.com/services/T0AAA/B0BBB/XXXXXXXXXXXXXXXX', 'T0AAA/B0BBB/XXXXXXXXXXXXXXXX'],
    ['CALLBACK', 'https://example.org/a?token=abcdefgh1234&b=1', 'abcdefgh1234'],
    ['SETTINGS', '{"user": "app", "clientSecret": "hunter22x"}', 'hunter22x'],
    ['TWO', 'postgres://a:hunter22a@one.example.org postgres://b:hunter22b@two.example.org', 'hunter22b'],
  ])('%s=%s', (name, whole, part) => {
    const secrets = secretsOf({ [name]: whole });
    expect(maskSecrets(`<${whole}>`, secrets)).toBe(`<[masked: ${name}]>`);
    expect(maskSecrets(`<${part}>`, secrets)).toBe(`<[masked: ${name}]>`);
  });
});

it('of a list with a secret name, each word that is long enough is masked', () => {
  const secrets = secretsOf({ DEPLOY_TOKENS: 'first-of-the-tokens,second-of-the-tokens' });
  expect(maskSecrets('second-of-the-tokens', secrets)).toBe('[masked: DEPLOY_TOKENS]');
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
