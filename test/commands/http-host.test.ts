import { validateHostHeader } from '@modelcontextprotocol/server';
import { expect, test } from 'vitest';
import { hostNamesOf, urlForClients } from '../../src/commands/http-host.js';

const tls = { tlsCert: 'cert.pem', tlsKey: 'key.pem' };

test.each([
  ['where it listens', 'http://127.0.0.1:4319/mcp', { host: '127.0.0.1' }, 'http://127.0.0.1:4319/mcp'],
  [
    'on this machine',
    'http://0.0.0.0:4319/mcp',
    { host: '0.0.0.0', behindProxy: true },
    'http://localhost:4319/mcp',
  ],
  ['on this machine, IPv6', 'https://[::]:4319/mcp', { host: '::', ...tls }, 'https://localhost:4319/mcp'],
  [
    'by a name that it has been given',
    'https://0.0.0.0:4319/mcp',
    { host: '0.0.0.0', allowedHost: ['bench.example', 'other.example'], ...tls },
    'https://bench.example:4319/mcp',
  ],
  [
    'by an address that it has been given',
    'https://[::]:4319/mcp',
    { host: '::', allowedHost: ['fd00::5'], ...tls },
    'https://[fd00::5]:4319/mcp',
  ],
  [
    'not by the name of a proxy, whose port nobody knows',
    'http://0.0.0.0:4319/mcp',
    { host: '0.0.0.0', behindProxy: true, allowedHost: ['bench.example'] },
    'http://localhost:4319/mcp',
  ],
])('a client is told to ask %s', (_, url, options, told) => {
  expect(urlForClients(url, options)).toBe(told);
});

test.each([
  ['Bench.Example', 'bench.example'],
  ['FD00:0:0::1', '[fd00::1]'],
  ['[fd00::1]', '[fd00::1]'],
  ['::ffff:10.0.0.5', '[::ffff:a00:5]'],
  ['fe80::1%eth0', '[fe80::1]'],
  ['10.0.0.5', '10.0.0.5'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['my_bench', 'my_bench'],
])('%s is compared as a Host header is: as %s', (given, name) => {
  expect(hostNamesOf({ host: '0.0.0.0', allowedHost: [given] })).toEqual([name]);
  expect(hostNamesOf({ host: given })).toEqual([name]);
  const address = given.includes(':') && !given.startsWith('[') ? `[${given.split('%')[0]}]` : given;
  expect(validateHostHeader(`${address}:4319`, [name]).ok).toBe(true);
});

test.each([
  'bench.example:8443',
  'bench.example:80',
  '[fd00::1]:8443',
  'https://bench.example',
  'bench.example/mcp',
  'user@bench.example',
  '*.example',
  'bench.example, other.example',
  'a%2eb',
  '1.2.3.4.5.6',
  'fd00::g',
  '',
  ' ',
])('%j is no name of a host', (name) => {
  expect(() => hostNamesOf({ host: '127.0.0.1', allowedHost: [name] })).toThrow(
    expect.objectContaining({ code: 'invalid_config', hint: expect.stringContaining('no scheme, port') }),
  );
});
