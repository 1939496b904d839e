import { resolve } from 'node:path';
import { homeDirectory } from '../loop/app.js';
import { bytesWords } from '../loop/disk-use.js';
import { type Examination, examine } from '../loop/doctor.js';
import { print } from './print.js';
import { tellRefusal } from './tell-refusal.js';
import { wrapped } from './wrapped.js';

export interface DoctorOptions {
  readonly directory: string;
  readonly json?: boolean;
}

const marks = { ok: 'ok  ', note: 'note', problem: 'FIX ' } as const;

/** Say what is wrong and what to do about it, and change nothing. Exit code 1 where somebody has to do something. */
export async function doctor({ directory, json }: DoctorOptions): Promise<void> {
  try {
    const examination = await examine(homeDirectory(), resolve(directory));
    await print(json === true ? asJson(examination) : asText(examination));
    if (problemsIn(examination) > 0) process.exitCode = 1;
  } catch (error) {
    tellRefusal(error);
  }
}

function problemsIn({ diagnoses }: Examination): number {
  return diagnoses.filter(({ state }) => state === 'problem').length;
}

function asJson(examination: Examination): string {
  return `${JSON.stringify({ ok: problemsIn(examination) === 0, ...examination }, null, 2)}\n`;
}

function asText(examination: Examination): string {
  const { diagnoses, disk } = examination;
  const lines = diagnoses.flatMap(({ state, area, what, todo }) => [
    ...wrapped(`${marks[state]}  ${area}: ${what}`, 6),
    ...(todo === undefined ? [] : wrapped(`      → ${todo}`, 8)),
  ]);
  const use = Object.entries(disk).map(([name, bytes]) => `${name} ${bytesWords(bytes)}`);
  const problems = problemsIn(examination);
  const end = problems === 0 ? 'Nothing needs doing.' : `${problems} to be put right, marked FIX.`;
  return `${[...lines, '', `Disk used: ${use.join(', ')}.`, end].join('\n')}\n`;
}
