/** What a person adds to a session's budget, in experiments and minutes; a target takes the place of the old one. */
export interface Grant {
  readonly experiments?: number | undefined;
  readonly minutes?: number | undefined;
  readonly target?: number | undefined;
}

/** What an extension no longer counts: failures in a row, and finished runs since the last keep. */
export interface Forgiven {
  readonly failures: number;
  readonly withoutKeep: number;
}

/** What a person has granted, and what came of it, in words. */
export function grantWords(
  { experiments, minutes, target }: Grant,
  unlimited: readonly string[],
  forgiven: Forgiven,
): string {
  const raised = (name: string, count: number | undefined) =>
    count === undefined || unlimited.includes(`${name}s`) ? [] : [`+${counted(count, name)}`];
  return [
    ...raised('experiment', experiments),
    ...raised('minute', minutes),
    ...(target === undefined ? [] : [`target ${target}`]),
    ...unlimited.map((name) => `no limit of ${name} to raise`),
    ...forgivenWords(forgiven),
  ].join(', ');
}

/** What an extension has forgiven, in words; empty for nothing. */
export function forgivenWords({ failures, withoutKeep }: Forgiven): string[] {
  return [
    ...(failures === 0 ? [] : [`${counted(failures, 'failure')} in a row forgiven`]),
    ...(withoutKeep === 0 ? [] : [`${counted(withoutKeep, 'run')} without a keep forgiven`]),
  ];
}

/** A number of things, in words. */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${count} ${count === 1 ? thing : things}`;
}
