import type { AuthInfo } from '@modelcontextprotocol/server';
import type { Visitor } from '../../../config/access-tokens.js';

const writing = 'write';

/** A visitor, as the SDK hands one on. The token itself goes no further than the door: its digest stands for it. */
export function authInfoOf({ name, readOnly, key }: Visitor): AuthInfo {
  return { token: key, clientId: name, scopes: readOnly ? ['read'] : ['read', writing] };
}

/** The way back. @throws Error where there is none: nobody gets this far without a token. */
export function visitorOf(authInfo: AuthInfo | undefined): Visitor {
  if (authInfo === undefined) throw new Error('A request has come through without a token.');
  const { token: key, clientId: name, scopes } = authInfo;
  return { name, readOnly: !scopes.includes(writing), key };
}
