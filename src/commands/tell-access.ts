import { readTokenFile } from '../config/token-file.js';
import { print } from './print.js';

export interface Access {
  readonly url: string;
  /** Of tokens, where there is one. */
  readonly file: string | undefined;
}

/** Tell the person at the terminal what to give to a client. A token is shown to nobody else: elsewhere, output is kept. */
export async function tellAccess({ url, file }: Access): Promise<void> {
  const isShown = isBeforeAPerson() && file !== undefined;
  const token = isShown ? readTokenFile(file).find(({ readOnly }) => !readOnly) : undefined;
  await print(
    token === undefined
      ? `Serving ${url}. ${file === undefined ? 'The token is that of AUTORESEARCH_TOKEN' : `The tokens are in ${file}`}.\n`
      : `Serving ${url}. For Claude Code, for instance:\n\n  claude mcp add --transport http autoresearch ${url} --header "Authorization: Bearer ${token.secret}"\n\n`,
  );
}

/** What init has started, as in a container, has nobody before it, even where it was given a terminal: that is kept as a log. */
function isBeforeAPerson(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY && process.ppid > 1;
}
