import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { messageOf, Refusal } from '../errors.js';

export interface CertificateFiles {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** PEM. */
export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * The certificate to serve with, if there is to be one.
 *
 * @throws Refusal `invalid_config` for files that cannot be read, are something else, or do not belong together.
 */
export function certificateOf({ tlsCert, tlsKey }: CertificateFiles): Certificate | undefined {
  if (tlsCert === undefined || tlsKey === undefined) return undefined;
  const certificate = attempt('read', () => ({ cert: readFileSync(tlsCert), key: readFileSync(tlsKey) }));
  // A server would say of it only what OpenSSL does.
  attempt('used', () => createSecureContext(certificate));
  return certificate;
}

function attempt<T>(done: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Refusal(
      'invalid_config',
      `The certificate cannot be ${done}: ${messageOf(error)}.`,
      'Give PEM files: --tls-cert with the certificate, and --tls-key with its own key, without a passphrase.',
    );
  }
}
