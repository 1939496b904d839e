import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { installed, node22 } from '../support/clients/installed.js';
import { temporaryDirectory } from '../support/temporary.js';

const text = z.object({ type: z.literal('text'), text: z.string() });
const resultShape = z.looseObject({
  tools: z.array(z.looseObject({ name: z.string() })).optional(),
  content: z
    .tuple([text])
    .rest(z.looseObject({ type: z.string() }))
    .optional(),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  messages: z.array(z.object({ role: z.string(), content: text })).optional(),
  contents: z.array(z.looseObject({ uri: z.string(), text: z.string() })).optional(),
});
const outputShape = z.object({ result: resultShape.optional(), schemaFindings: z.unknown().optional() });

/** What the command line of the Inspector has shown. */
export interface Inspection extends z.infer<typeof outputShape> {
  /** 0, or what is wrong: 3 for who is not let in, 5 for a call that is refused, 6 for schemas that not every client can read. */
  readonly exitCode: number | undefined;
  readonly stderr: string;
}

/**
 * Ask a server something by the command line of the official Inspector, as somebody with a home of their own: it keeps what it
 * knows of servers there.
 *
 * @param server options that lead to it.
 */
export async function inspect(server: readonly string[], ...args: readonly string[]): Promise<Inspection> {
  const { exitCode, stdout, stderr } = await inspector([...server, ...args, '--format', 'json']);
  return { exitCode, stderr, ...outputShape.parse(JSON.parse(stdout || '{}')) };
}

/** As {@link inspect}, but for what is shown in a form of its own. */
export async function inspector(args: readonly string[]) {
  const modules = await installed('@modelcontextprotocol/inspector@2.12.0');
  const program = join(modules, '@modelcontextprotocol/inspector/clients/launcher/build/index.js');
  const home = temporaryDirectory();
  return await execa(await node22(), [program, '--cli', ...args], {
    cwd: home,
    env: { HOME: home },
    stdin: 'ignore',
    reject: false,
  });
}
