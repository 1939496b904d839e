/** What a scripted model does next: a tool of ours, an edit by the client's own means, or a command in its shell. */
export type Call =
  | { readonly tool: string; readonly args: Readonly<Record<string, unknown>> }
  | Edit
  | { readonly shell: string };

/** One line of a file becomes another. */
export interface Edit {
  /** The file's path, relative to the repository. */
  readonly edit: string;
  readonly from: string;
  readonly to: string;
}

/**
 * One turn of a scripted model. Like any model, it knows nothing but what it was shown.
 *
 * @param shown the results of the calls so far, as the client shows them to its model.
 * @throws Error where that is not enough to go on.
 */
export type Step = (shown: readonly string[]) => Call;

/** What a client asks its model, as far as a script wants to know. */
export interface Turn {
  /** The results of the calls so far, oldest first. */
  readonly shown: readonly string[];
  /** Everything that the model is given besides: instructions, messages and descriptions of tools. */
  readonly told: string;
  /** Names of the tools that it may call. */
  readonly tools: readonly string[];
}

/** How a client speaks with its model. */
export interface Protocol {
  /** @returns undefined for a request that is no turn of the conversation, such as one for its title. */
  readonly turnOf: (body: unknown) => Turn | undefined;
  /** A streamed answer, as server-sent events: a call, or, without one, the last words of the conversation. */
  readonly answer: (call: Call | undefined, turn: Turn) => string;
}

/**
 * The name that a client has given to one of our tools: each puts the server's name before it in its own way.
 *
 * @throws Error where the model was not given it.
 */
export function nameOf(tool: string, tools: readonly string[]): string {
  const name = tools.find((each) => each.endsWith(tool));
  if (name === undefined) throw new Error(`The model was not given ${tool}, but ${tools.join(', ')}.`);
  return name;
}

/** An edit as a command, for a model that has no tool for it. */
export function inShell({ edit, from, to }: Edit): string {
  return `edited=$(sed 's/^${from}$/${to}/' ${edit}) && echo "$edited" > ${edit}`;
}

/** Server-sent events, with their type as their name where they have one. */
export function eventStream(events: readonly Readonly<Record<string, unknown>>[]): string {
  const lines = events.map((event) => {
    const name = typeof event.type === 'string' ? `event: ${event.type}\n` : '';
    return `${name}data: ${JSON.stringify(event)}\n\n`;
  });
  return lines.join('');
}
