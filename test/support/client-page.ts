import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutRoot } from './tarball.js';

export const clientPages = [
  'claude-code',
  'codex',
  'gemini-cli',
  'cursor',
  'vs-code',
  'claude-desktop',
] as const;
export type ClientPage = (typeof clientPages)[number];

/** The text of a client's page. */
export function pageOf(client: ClientPage): string {
  return readFileSync(join(checkoutRoot, 'docs/clients', `${client}.md`), 'utf8');
}

/**
 * A snippet of a client's page, as it stands there: the block of code whose fence says `language purpose`.
 *
 * @throws Error where there is none.
 */
export function snippetOf(client: ClientPage, language: string, purpose: string): string {
  const fence = new RegExp(`^\`\`\`${language} ${purpose}\\n([\\s\\S]*?)^\`\`\`$`, 'm');
  const [, text] = fence.exec(pageOf(client)) ?? [];
  if (text === undefined) throw new Error(`${client}.md has no \`\`\`${language} ${purpose}.`);
  return text;
}
