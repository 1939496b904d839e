import { newSecret } from '../config/access-tokens.js';
import { addToFile, ensureTokenFile, readTokenFile, removeFromFile } from '../config/token-file.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';
import { defaultTokenFile, madeTokenPlace } from './token-place.js';

export interface TokenOptions {
  readonly tokenFile?: string;
}

/** Names and rights, a line each: never a secret. */
export async function listTokens(options: TokenOptions): Promise<void> {
  await answer(() =>
    readTokenFile(fileOf(options))
      .map(({ name, readOnly }) => `${name}${readOnly ? '  read-only' : ''}\n`)
      .join(''),
  );
}

/** Let somebody else in. */
export async function addToken(
  name: string,
  options: TokenOptions & { readonly readOnly?: boolean },
): Promise<void> {
  await answer(async () => {
    const file = options.tokenFile ?? madeTokenPlace();
    const token = { name, secret: newSecret(), readOnly: options.readOnly === true };
    await ensureTokenFile(file);
    await addToFile(file, token);
    return process.stdout.isTTY ? `${token.secret}\n` : `The token ${name} is in ${file}.\n`;
  });
}

/** Let somebody in no more. */
export async function removeToken(name: string, options: TokenOptions): Promise<void> {
  await answer(async () => {
    await removeFromFile(fileOf(options), name);
    return `${name} is let in no more.\n`;
  });
}

function fileOf({ tokenFile }: TokenOptions): string {
  return tokenFile ?? defaultTokenFile();
}

async function answer(work: () => string | Promise<string>): Promise<void> {
  try {
    await print(await work());
  } catch (error) {
    tellRefusal(error);
  }
}
