import { isIP } from 'node:net';
import { Refusal } from '../errors.js';
import type { CertificateFiles } from './certificate.js';

export interface HostOptions extends CertificateFiles {
  readonly host: string;
  readonly behindProxy?: boolean;
  readonly allowedHost?: readonly string[];
}

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/;
const any = new Set(['0.0.0.0', '::']);

/**
 * Tokens must not cross a network in the clear.
 *
 * @throws Refusal `invalid_config` for an address that others reach, without a certificate or a proxy that has one.
 */
export function requireSafeHost({ host, tlsCert, tlsKey, behindProxy }: HostOptions): void {
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw invalid('A certificate and its key come together.', 'Give both --tls-cert and --tls-key.');
  }
  if (loopback.test(host) || tlsCert !== undefined || behindProxy === true) return;
  throw invalid(
    `Others can reach ${host}, and tokens would go to it in the clear.`,
    'Give --tls-cert and --tls-key; or --behind-proxy, where a proxy before it speaks TLS or nobody else reaches it.',
  );
}

/**
 * Names, besides those of loopback, that a request may be addressed to, as a URL has them: in lower case, IPv6 short and in brackets,
 * other letters than those of ASCII as punycode. A Host header is brought into the same form.
 *
 * @throws Refusal `invalid_config` for what no request is addressed to.
 */
export function hostNamesOf({ host, allowedHost = [] }: HostOptions): string[] {
  const own = any.has(host) ? [] : [host];
  return [...own, ...allowedHost].map(hostNameOf);
}

function hostNameOf(text: string): string {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  // Of the machine that it is written on, and in no Host header.
  const [address = ''] = bare.split('%');
  const name = isIP(bare) === 6 ? `[${address}]` : text;
  const url = `http://${name}`;
  const isName = isIP(bare) === 6 || /^[^\s:/?#@\\*%[\]]+$/.test(name);
  if (isName && URL.canParse(url)) return new URL(url).hostname;
  throw invalid(
    `"${text.slice(0, 200)}" is no name of a host.`,
    'Give a name or an address alone, as in `bench.example` or `fd00::5`: no scheme, port, path or wildcard.',
  );
}

/**
 * What a client asks, where the server listens at all addresses: a name that it answers to. Which a proxy before it has is not
 * known here.
 *
 * @param url of the server, as it listens.
 */
export function urlForClients(url: string, options: HostOptions): string {
  if (!any.has(options.host)) return url;
  const [name = 'localhost'] = options.tlsCert === undefined ? [] : hostNamesOf(options);
  return Object.assign(new URL(url), { hostname: name }).href;
}

function invalid(message: string, hint: string): Refusal {
  return new Refusal('invalid_config', message, hint);
}
