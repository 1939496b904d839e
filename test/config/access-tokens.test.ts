import { expect, test } from 'vitest';
import {
  admittedBy,
  isSameVisitor,
  lineOf,
  newSecret,
  parseTokens,
  secretOf,
  visitorOf,
} from '../../src/config/access-tokens.js';

const secret = 'x'.repeat(24);

test('a file of tokens is read as it was written', () => {
  const tokens = [
    { name: 'owner', secret: newSecret(), readOnly: false },
    { name: 'dash-board.2', secret: newSecret(), readOnly: true },
  ];
  const text = `# who may come in\r\n\n${tokens.map(lineOf).join('')}   # and nobody else`;
  expect(parseTokens(text, 'tokens')).toEqual(tokens);
});

test.each([
  ['a name alone', 'owner'],
  ['a word too many', `owner ${secret} read-only x`],
  ['rights that there are not', `owner ${secret} write`],
  ['a name that is none', `own/er ${secret}`],
  ['a short secret', `owner ${secret.slice(1)}`],
  ['a secret with what no header has', `owner ${secret}ä`],
  ['a secret that is too long for a header', `owner ${secret.repeat(22)}`],
  ['two of one name', `owner ${secret}\nowner ${secret}y`],
])('%s is refused, and the secret is not told', (_, text) => {
  const refusal = (): unknown => parseTokens(text, 'tokens');
  expect(refusal).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  expect(refusal).not.toThrow(secret.slice(1));
});

test('a secret of the environment may have white space around it', () => {
  for (const text of [secret, `${secret}\n`, ` ${secret}\r\n`]) expect(secretOf(text, 'TOKEN')).toBe(secret);
  expect(secretOf('x'.repeat(512), 'TOKEN')).toHaveLength(512);
});

test.each([
  ['shorter', secret.slice(1)],
  ['shorter', ' \n'],
  ['longer', 'x'.repeat(513)],
  ['blanks', `${secret} ${secret}`],
  ['blanks', `${secret}\n${secret}`],
  ['ASCII', `${secret}ä`],
  ['ASCII', `${secret}\u0007x`],
])('what no request could have is no secret of the environment: %s', (words, text) => {
  const refusal = (): unknown => secretOf(text, 'TOKEN');
  expect(refusal).toThrow(expect.objectContaining({ code: 'invalid_config' }));
  expect(refusal).toThrow(words);
  expect(refusal).toThrow('TOKEN');
  expect(refusal).not.toThrow(secret);
});

test('a secret lets in whom it belongs to, and nothing like it does', () => {
  const tokens = parseTokens(`one ${secret}1\ntwo ${secret}2 read-only`, 'tokens');
  expect(admittedBy(tokens, `${secret}1`)).toMatchObject({ name: 'one', readOnly: false });
  expect(admittedBy(tokens, `${secret}2`)).toMatchObject({ name: 'two', readOnly: true });
  for (const other of ['', secret, `${secret}3`, `${secret}1 `, 'one', newSecret()]) {
    expect(admittedBy(tokens, other)).toBeUndefined();
  }
  expect(admittedBy([], secret)).toBeUndefined();
});

test('a visitor is known by the secret, and does not hold it', () => {
  const token = { name: 'one', secret, readOnly: false };
  const visitor = visitorOf(token);
  expect(isSameVisitor(visitor, visitorOf(token))).toBe(true);
  for (const other of [{ name: 'two' }, { secret: `${secret}x` }, { readOnly: true }]) {
    expect(isSameVisitor(visitor, visitorOf({ ...token, ...other }))).toBe(false);
  }
  expect(JSON.stringify(visitor)).not.toContain(secret);
});
