/**
 * `new`: @modelcontextprotocol/client 2.x. `old`: the 1.x client that most of the field still speaks through. Both speak the
 * 2025-11-25 revision of the protocol over stdio; `stateless` is the 2.x client over the 2026-07-28 one.
 */
export const everyKind = [
  'new',
  'old',
  'stateless',
  'new over HTTP',
  'old over HTTP',
  'stateless over HTTP',
] as const;

export type ClientKind = (typeof everyKind)[number];

/** Each revision over each wire, once. With {@link usual} that is {stdio, HTTP} × {2025-11-25, 2026-07-28}. */
const others: readonly ClientKind[] = ['stateless', 'old over HTTP', 'stateless over HTTP'];
const usual: readonly ClientKind[] = ['old'];

const areOthersMeant = process.env.TEST_CLIENTS === 'others';

/** The clients that scenarios are played with: with the others in the long tests, where `TEST_CLIENTS` says so. */
export const clientKinds: readonly ClientKind[] = areOthersMeant ? others : usual;

/** For what the newest revision of the protocol does in a way of its own, and `npm test` is to see. */
export const kindsOfEachRevision: readonly ClientKind[] = areOthersMeant ? others : [...usual, 'stateless'];

/** For what lies behind the protocol, of which every kind would see the same: with the others, over HTTP. */
export const oneKind: readonly ClientKind[] = areOthersMeant ? ['stateless over HTTP'] : ['new'];

export function isOverHttp(kind: ClientKind): boolean {
  return kind.endsWith(' over HTTP');
}
