import {
  CLIENT_CAPABILITIES_META_KEY,
  type ElicitRequestFormParams,
  type InputRequiredResult,
  inputRequired,
  inputResponse,
  PROTOCOL_VERSION_META_KEY,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Answer } from '../loop/approval.js';

/** A yes-or-no question. */
interface Question {
  /** Id of the run that it is about. */
  readonly about: string;
  readonly message: string;
}

/** The person at the client, where it lets them be asked. */
export interface Person {
  /** In a call that the client repeats with the answer to a question: what that was about. */
  readonly answering?: string;
  /**
   * Ask, at most once for each thing.
   *
   * @param seconds how long to wait for an answer.
   * @returns the answer; undefined where there is none.
   * @throws QuestionFirst where the protocol wants the question to be the result of the call.
   */
  readonly ask: (question: Question, seconds: number) => Promise<Answer | undefined>;
}

/** Ends a call whose result is a question. The client repeats the call with the answer. */
export class QuestionFirst extends Error {
  override readonly name = 'QuestionFirst';

  constructor(readonly result: InputRequiredResult) {
    super('A person has to be asked first.');
  }
}

const key = 'accept';

const form: ElicitRequestFormParams['requestedSchema'] = {
  type: 'object',
  properties: {
    accept: {
      type: 'boolean',
      title: 'Accept the run',
      description: 'Yes only if the change is real: the benchmark still does all of its work.',
    },
  },
  required: ['accept'],
};

/**
 * The person behind one call.
 *
 * @param signal ends the waiting for an answer.
 * @param asked what this connection has asked about already; it is added to.
 * @param declared what the client of a connection of the 2025-11-25 revision can do.
 */
export function personAt(
  context: ServerContext,
  signal: AbortSignal,
  asked: Set<string>,
  declared: unknown,
): Person {
  const { mcpReq } = context;
  const envelope: Readonly<Record<string, unknown>> = { ...mcpReq.envelope };
  const state = mcpReq.requestState();
  // What a client echoes is taken for what it says only where this connection has asked just that.
  const answering = typeof state === 'string' && asked.has(state) ? state : undefined;
  return {
    ...(answering === undefined ? {} : { answering }),
    ask: async (question, seconds) => {
      if (question.about === answering) return answerIn(inputResponse(mcpReq.inputResponses, key));
      const isStateless = envelope[PROTOCOL_VERSION_META_KEY] !== undefined;
      const capabilities = isStateless ? envelope[CLIENT_CAPABILITIES_META_KEY] : declared;
      if (asked.has(question.about) || seconds <= 0 || !canAsk(capabilities)) return undefined;
      asked.add(question.about);
      const params = { mode: 'form', message: question.message, requestedSchema: form } as const;
      // From the 2026-07-28 revision on a server sends no requests of its own.
      if (isStateless) throw questionFirst(question.about, params);
      const options = { timeout: seconds * 1000, signal };
      // Nobody there, a time-out or a client that fails: the question stays open, and the loop goes on.
      const given = await mcpReq.elicitInput(params, options).catch(() => undefined);
      return answerIn(given);
    },
  };
}

function questionFirst(about: string, params: ElicitRequestFormParams): QuestionFirst {
  const inputRequests = { [key]: inputRequired.elicit(params) };
  return new QuestionFirst(inputRequired({ inputRequests, requestState: about }));
}

/** An empty capability means forms: that is what there was first. */
const elicitation = z.looseObject({
  elicitation: z.looseObject({ form: z.unknown().optional(), url: z.unknown().optional() }),
});

function canAsk(capabilities: unknown): boolean {
  const { data } = elicitation.safeParse(capabilities);
  return data !== undefined && (data.elicitation.form !== undefined || data.elicitation.url === undefined);
}

const response = z.looseObject({
  action: z.string(),
  content: z.looseObject({ accept: z.unknown().optional() }).optional(),
});

/** A form that was closed is no answer; one that was sent without a yes is a no. */
function answerIn(given: unknown): Answer | undefined {
  const { data } = response.safeParse(given);
  if (data?.action === 'accept') return data.content?.accept === true ? 'accepted' : 'declined';
  return data?.action === 'decline' ? 'declined' : undefined;
}
