/** Which of a session's runs a call means. */
export type WhichRun = 'pending' | 'newest' | 'oldest' | 'baseline' | 'unknown';

/** A tool call, or something that only looks like one. */
export type Call =
  | {
      readonly tool: 'init';
      readonly isolation: 'isolated' | 'in-place';
      readonly restart: boolean;
      readonly acceptDirty: boolean;
      readonly maxExperiments: number;
    }
  | { readonly tool: 'run'; readonly waitSeconds: number }
  | { readonly tool: 'wait' | 'cancel'; readonly run: WhichRun }
  | { readonly tool: 'log'; readonly status: 'keep' | 'discard'; readonly run: WhichRun }
  | { readonly tool: 'status' | 'end' }
  | { readonly tool: 'nonsense'; readonly number: number };

/** What the agent does to the files, without a tool of the server. */
export type AgentEdit =
  | {
      readonly agent: 'code';
      readonly value: number;
      readonly kind: 'quick' | 'slow' | 'crashing' | 'invalid';
    }
  | { readonly agent: 'write'; readonly path: string; readonly mark: number }
  | { readonly agent: 'remove'; readonly path: string }
  | { readonly agent: 'mode'; readonly path: string; readonly mode: number }
  | { readonly agent: 'move'; readonly path: string; readonly to: string }
  | { readonly agent: 'link'; readonly path: string; readonly target: string }
  | { readonly agent: 'stage' | 'commit'; readonly path: string }
  /** What is out of scope is put back. */
  | { readonly agent: 'repent' };

/** What somebody else does with git meanwhile. */
export const deeds = [
  'commit all',
  'commit staged',
  'switch to main',
  'switch to theirs',
  'switch back',
  'stash',
  'stash pop',
  'merge theirs',
  'abort',
  'delete the branch',
  'reset softly',
  'amend',
  'rebase',
  'hold the index for a moment',
  'hold the index for long',
  'collect garbage',
] as const;
export type Deed = (typeof deeds)[number];

/** A command of the program, as a person gives it. */
export const commands = ['abandon', 'prune', 'doctor', 'backup', 'extend'] as const;
export type Command = (typeof commands)[number];

/** One of the two clients, each of which has a server of its own. */
export type Client = 0 | 1;

/** One step of a walk. Whatever cannot be done where the walk stands is left out, so that any part of a walk is one, too. */
export type Step =
  | AgentEdit
  | { readonly hand: Deed }
  | { readonly client: Client; readonly call: Call }
  /** Both clients at the same time. */
  | { readonly both: readonly [Call, Call] }
  | { readonly person: Command }
  /** A server dies, that many milliseconds after a call if there is one. It is started again at once, or when it is needed. */
  | {
      readonly kill: Client;
      readonly during?: Call;
      readonly milliseconds: number;
      readonly isMissed: boolean;
    };

export interface Way {
  readonly steps: readonly Step[];
  /** Whether a whole loop comes after the steps. */
  readonly isToItsEnd: boolean;
}
