import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { certificateOf } from '../../src/commands/certificate.js';
import { temporaryDirectory } from '../support/temporary.js';

function makeCertificate(subject: string) {
  const directory = temporaryDirectory();
  const [tlsCert, tlsKey] = [join(directory, 'cert.pem'), join(directory, 'key.pem')];
  const made = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', `/CN=${subject}`];
  execFileSync('openssl', [...made, '-keyout', tlsKey, '-out', tlsCert], { stdio: 'ignore' });
  return { tlsCert, tlsKey };
}

test('a certificate and its key are taken, and nothing else is', () => {
  const [own, other] = [makeCertificate('own'), makeCertificate('other')];
  const garbage = join(temporaryDirectory(), 'garbage');
  writeFileSync(garbage, 'garbage');
  expect(certificateOf({})).toBeUndefined();
  expect(certificateOf(own)?.cert.toString()).toContain('BEGIN CERTIFICATE');
  const wrong: [words: RegExp, tlsCert: string, tlsKey: string][] = [
    [/cannot be read: ENOENT/, `${garbage}x`, own.tlsKey],
    [/cannot be used: .*no start line/, garbage, garbage],
    [/cannot be used: .*DECODER/, own.tlsCert, own.tlsCert],
    [/cannot be used: .*key values mismatch/, own.tlsCert, other.tlsKey],
  ];
  for (const [message, tlsCert, tlsKey] of wrong) {
    expect(() => certificateOf({ tlsCert, tlsKey })).toThrow(
      expect.objectContaining({
        code: 'invalid_config',
        message: expect.stringMatching(message),
        hint: expect.stringContaining('PEM'),
      }),
    );
  }
});
