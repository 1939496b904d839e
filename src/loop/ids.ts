import { randomInt } from 'node:crypto';
import { Refusal } from '../errors.js';

// No vowels and no look-alikes: no words come out, and an id can be read aloud.
const letters = 'bcdfghjkmnpqrstvwxz23456789';

/** A short, readable id: the session's name and four random characters. It is also a valid git ref name. */
export function newSessionId(name: string): string {
  const slug = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replace(/^-+|-+$/g, '');
  const random = Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return `${slug || 'session'}-${random}`;
}

export function runId(session: string, run: number): string {
  return `${session}.${run}`;
}

/**
 * The session and number that a run's id names.
 *
 * @throws Refusal `unknown_run` for what is no run's id.
 */
export function parseRunId(id: string): { session: string; run: number } {
  const match = /^(.+)\.(\d{1,9})$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new Refusal(
      'unknown_run',
      `"${id.slice(0, 100)}" is not a run's id.`,
      'Give a run_id such as "sort-speed-k3f9.12".',
    );
  }
  return { session: match[1], run: Number(match[2]) };
}

export function ideaId(session: string, idea: number): string {
  return `${session}.i${idea}`;
}

/**
 * The session and number that an idea's id names.
 *
 * @throws Refusal `unknown_idea` for what is no idea's id.
 */
export function parseIdeaId(id: string): { session: string; idea: number } {
  const match = /^(.+)\.i(\d{1,9})$/.exec(id);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new Refusal(
      'unknown_idea',
      `"${id.slice(0, 100)}" is not an idea's id.`,
      'Give an idea_id such as "sort-speed-k3f9.i3"; list_ideas has them.',
    );
  }
  return { session: match[1], idea: Number(match[2]) };
}
