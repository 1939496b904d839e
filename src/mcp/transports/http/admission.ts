import type { IncomingMessage } from 'node:http';
import {
  localhostAllowedHostnames,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import type { Visitor } from '../../../config/access-tokens.js';
import type { Keyring } from './keyring.js';

/** Who may come in. */
export interface Admission {
  readonly keyring: Keyring;
  /** Host names, besides those of loopback, that a request may be addressed to; IPv6 ones in brackets. */
  readonly hostNames: readonly string[];
}

/** Why a request may not go on. */
export interface Denial {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Who comes in by a request, or why nobody does. */
export function admit(
  request: IncomingMessage,
  admission: Admission,
):
  | { readonly visitor: Visitor; readonly denial?: undefined }
  | { readonly visitor?: undefined; readonly denial: Denial } {
  const foreign = ambiguous(request) ?? foreignRequest(request, admission);
  if (foreign !== undefined) return { denial: foreign };
  const visitor = visitorAt(request, admission);
  return visitor === undefined ? { denial: unauthorised } : { visitor };
}

const mostHeaders = 200;
/** Of these Node.js would take the first alone. */
const givenOnce = ['host', 'authorization'];

/** Headers of which another reader could make something else (RFC 9110, section 5.3; RFC 9112, section 3.2). */
function ambiguous({ rawHeaders, headersDistinct }: IncomingMessage): Denial | undefined {
  if (rawHeaders.length / 2 > mostHeaders) return { status: 431, message: 'These are too many headers.' };
  const twice = givenOnce.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
  return twice === undefined ? undefined : { status: 400, message: `The header ${twice} is given twice.` };
}

// As it goes over the wire. What else a URL may have there (credentials, a path) is no name of the server.
const hostHeader = /^(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d*)?$/i;

/**
 * What a page in a browser could send: a request by another name than the server's own, which is how DNS rebinding looks, or
 * from a page of somebody else (https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning).
 * Names count, and not the scheme and port of an origin, which a proxy may change: pages of other origins are kept out by the
 * browser, since no answer here has a header that would let them in.
 */
function foreignRequest({ headers }: IncomingMessage, { hostNames }: Admission): Denial | undefined {
  const allowed = [...localhostAllowedHostnames(), ...hostNames];
  if (headers.host && !hostHeader.test(headers.host)) {
    return { status: 400, message: 'The Host header is not a name or an address, and a port.' };
  }
  const host = validateHostHeader(headers.host, allowed);
  if (!host.ok) return { status: 403, message: host.message };
  const origin = validateOriginHeader(headers.origin, allowed);
  return origin.ok ? undefined : { status: 403, message: origin.message };
}

const methods = ['GET', 'POST', 'DELETE'];

/** What Streamable HTTP has no use for; some of it could not even be handed on. */
export function otherMethod({ method = 'GET' }: IncomingMessage): Denial | undefined {
  if (methods.includes(method)) return undefined;
  const allow = methods.join(', ');
  return { status: 405, message: `${method} is not served here: ${allow} are.`, headers: { allow } };
}

const bearer = /^Bearer +(\S+)$/i;

/** Whom the token of a request lets in. */
function visitorAt({ headers }: IncomingMessage, { keyring }: Admission): Visitor | undefined {
  const [, secret] = bearer.exec(headers.authorization ?? '') ?? [];
  return secret === undefined ? undefined : keyring.admit(secret);
}

/** Of a request without a token that lets in (RFC 6750, section 3). */
const unauthorised: Denial = {
  status: 401,
  message: 'A bearer token is needed: `Authorization: Bearer <token>`.',
  headers: { 'www-authenticate': 'Bearer realm="autoresearch-mcp"' },
};
