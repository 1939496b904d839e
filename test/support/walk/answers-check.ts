import { readFileSync } from 'node:fs';
import type { CallOutcome } from '../connect.js';
import { differencesOf } from '../crash/differences.js';
import type { Look } from './look.js';
import { begunIn, isRefused, type Passage } from './passage.js';
import type { Answers } from './perform.js';

const source = readFileSync(new URL('../../../src/errors.ts', import.meta.url), 'utf8');
/** `internal` is documented, too: as what never happens. */
const codes = new Set([...source.matchAll(/^ {2}'(\w+)',$/gm)].map(([, code]) => code));

/** Every answer says what happened and what to do next, and a refusal has changed nothing. */
export function wrongAnswers(passage: Passage): string[] {
  const { calls, command } = passage.answers;
  return [
    ...calls.flatMap(wrongAnswer),
    ...(command === undefined ? [] : wrongCommand(command)),
    ...(passage.isQuiet && isRefused(passage) ? changesOf(passage) : []),
  ];
}

function wrongAnswer({ isError, fields, error, text }: CallOutcome): string[] {
  if (isError) {
    const isFine = error !== undefined && codes.has(error.code) && error.code !== 'internal';
    return isFine && error.message !== '' && error.hint !== '' ? [] : [`a strange refusal: ${text}`];
  }
  const missing = ['session_id', 'summary', 'next_step'].filter((name) => typeof fields[name] !== 'string');
  return missing.map((name) => `an answer without ${name}: ${text.slice(0, 300)}`);
}

function wrongCommand({ name, code, text }: NonNullable<Answers['command']>): string[] {
  const isFine = (code === 0 || code === 1) && text.trim() !== '' && !/^\s+at .*:\d+:\d+\)?$/m.test(text);
  return isFine ? [] : [`${name} ended with ${code}: ${text}`];
}

function changesOf(passage: Passage): string[] {
  const { before, after } = passage;
  // A baseline that failed has been measured: as any other candidate it has a row and refs, and they stay.
  const failed = begunIn(passage).map(({ id }) => `refs/autoresearch/${id}/`);
  const isFailed = (ref: string) => failed.some((prefix) => ref.startsWith(prefix));
  const refs = Object.fromEntries(Object.entries(after.refs).filter(([ref]) => !isFailed(ref)));
  return differencesOf(unchangeable(before), unchangeable({ ...after, refs })).map(
    (each) => `changed by a refusal: ${each}`,
  );
}

function unchangeable({ head, commit, refs, index, files }: Look) {
  return { head, commit, refs, index, files };
}
