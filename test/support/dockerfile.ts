import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerfileParser, type Instruction, JSONInstruction } from 'dockerfile-ast';
import { checkoutRoot } from './tarball.js';

export const dockerfile = readFileSync(join(checkoutRoot, 'Dockerfile'), 'utf8');

/** One instruction, with its arguments as words. */
export interface Step {
  readonly keyword: string;
  readonly flags: Readonly<Record<string, string>>;
  /** In the form of JSON: its strings; else what stands between spaces. */
  readonly words: readonly string[];
  /** The arguments as they stand, over as many lines as they take. */
  readonly text: string;
}

/** One `FROM` and what follows it. */
export interface Stage {
  /** The name that `AS` gives it; of the last one, which has none, "". */
  readonly name: string;
  readonly image: string;
  readonly steps: readonly Step[];
}

/** The stages of our Dockerfile, in order. */
export function stagesOf(text: string): readonly Stage[] {
  const stages: { name: string; image: string; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const step = stepOf(instruction);
    const [image = '', , name = ''] = step.words;
    if (step.keyword === 'FROM') stages.push({ name, image, steps: [] });
    else stages.at(-1)?.steps.push(step);
  }
  return stages;
}

function stepOf(instruction: Instruction): Step {
  const isJson = instruction instanceof JSONInstruction;
  const strings = isJson ? instruction.getJSONStrings().map((each) => each.getJSONValue()) : [];
  const flags = isJson ? instruction.getFlags() : [];
  const given = instruction.getArguments().map((each) => each.getValue());
  return {
    keyword: instruction.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    words: strings.length > 0 ? strings : given,
    text: instruction.getRawArgumentsContent() ?? '',
  };
}

/** The last of a kind counts. @throws Error where there is none. */
export function lastOf(stage: Stage, keyword: string): Step {
  const step = stage.steps.findLast((each) => each.keyword === keyword);
  if (step === undefined) throw new Error(`There is no ${keyword}.`);
  return step;
}

/** What of the checkout is sent to be built from: `.dockerignore` leaves out everything and names what not to. */
export function buildContext(): readonly string[] {
  const lines = readFileSync(join(checkoutRoot, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [all, ...names] = lines;
  if (all !== '*' || !names.every((name) => /^![\w.-]+$/.test(name))) {
    throw new Error(
      '.dockerignore is not of the form that the tests can read: "*", and what is sent all the same.',
    );
  }
  return names.map((name) => name.slice(1));
}
