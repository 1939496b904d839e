import type { z } from 'zod';
import type { App } from '../loop/app.js';
import type { Progress } from '../loop/jobs.js';
import { parseArguments } from './parse-arguments.js';
import type { Person } from './person.js';

/** What a client is told of a tool's effects. */
interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** One client's connection. */
export interface Connection {
  /** The directory of calls that name none: where the server was started, or its only root. */
  readonly directory?: string;
  /** The session that this connection last worked on. */
  lastSessionId?: string;
  /** Ids of runs that its person was asked about. */
  readonly asked: Set<string>;
}

/** One call of a tool. */
export interface Call {
  readonly app: App;
  readonly connection: Connection;
  /** Aborted when the client cancels its request or goes away. It ends waiting, never a run. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly person: Person;
  /** False for who may only read: nothing is put right on the way, and no note counts as told. */
  readonly mayChange: boolean;
  /** What the client calls itself. */
  readonly client?: string;
}

/** What every successful call answers, besides the fields of its tool, and besides whether to go on. */
export interface Reply extends Readonly<Record<string, unknown>> {
  /** Absent where the call was about no one session. */
  readonly session_id?: string;
  /** A sentence or two. */
  readonly summary: string;
  /** An imperative for the agent. */
  readonly next_step: string;
}

/** A tool as it is defined: one file each in tools/. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** Under 2,048 characters: some clients cut there. */
  readonly description: string;
  readonly annotations: Annotations;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** @throws Refusal for a call that cannot be answered. `args` has not been parsed yet. */
  readonly handle: (args: unknown, call: Call) => Promise<Reply>;
}

/** Tie a tool's handler to its input schema: the handler gets what the schema has let through. */
export function defineTool<Input extends z.ZodObject>(
  definition: Omit<Tool, 'handle' | 'input'> & {
    readonly input: Input;
    readonly run: (input: z.output<Input>, call: Call) => Promise<Reply>;
  },
): Tool {
  const { run, ...rest } = definition;
  return {
    ...rest,
    handle: (args, call) => run(parseArguments(definition.name, definition.input, args), call),
  };
}
