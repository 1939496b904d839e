import type { Evidence } from '../verdict/verdict.js';

/** What the message of a kept commit tells of its run, see commitMessage. */
export interface KeptTrailers {
  readonly session: string;
  readonly run: number;
  readonly subject: string;
  readonly metricName: string;
  readonly direction: 'lower' | 'higher';
  readonly unit?: string;
  readonly before?: number;
  readonly after?: number;
  readonly improvementPercent?: number;
  /** Absent for one that was kept though it was not better. */
  readonly evidence?: Evidence;
  readonly isAccepted: boolean;
}

const evidences: readonly Evidence[] = ['exact', 'confirmed', 'screened', 'single'];

/** Read the trailers of a message; undefined for one that is no kept commit's. */
export function readTrailers(message: string): KeptTrailers | undefined {
  const paragraphs = message.trim().split(/\n{2,}/);
  const lines = (paragraphs.at(-1) ?? '').split('\n');
  const value = (name: string) => {
    const start = `Autoresearch-${name}: `;
    return lines.find((line) => line.startsWith(start))?.slice(start.length);
  };
  const session = value('Session');
  const run = /\.(\d{1,9})$/.exec(value('Run') ?? '')?.[1];
  const [, metricName, direction] = /^(\S+) \((lower|higher) is better\)$/.exec(value('Metric') ?? '') ?? [];
  if (session === undefined || run === undefined || metricName === undefined) return undefined;
  const after = measured(value('After'));
  const improvement = number(value('Improvement')?.replace(' %', ''));
  const before = measured(value('Before')).value;
  const evidence = evidences.find((each) => each === value('Evidence'));
  return {
    session,
    run: Number(run),
    subject: paragraphs[0]?.split('\n')[0] ?? '',
    metricName,
    direction: direction === 'higher' ? 'higher' : 'lower',
    ...(after.unit === '' ? {} : { unit: after.unit }),
    ...(before === undefined ? {} : { before }),
    ...(after.value === undefined ? {} : { after: after.value }),
    ...(improvement === undefined ? {} : { improvementPercent: improvement }),
    ...(evidence === undefined ? {} : { evidence }),
    isAccepted: value('Accepted') !== undefined,
  };
}

/** A value with its unit, if it has one. */
function measured(text = ''): { value: number | undefined; unit: string } {
  const [first = '', ...rest] = text.split(' ');
  const value = number(first);
  return { value, unit: value === undefined ? '' : rest.join(' ') };
}

function number(text: string | undefined): number | undefined {
  const value = text === undefined || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
