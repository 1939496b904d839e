/** One thing that `doctor` has looked at. */
export interface Diagnosis {
  readonly area: 'programs' | 'home' | 'database' | 'sessions' | 'locks' | 'arms' | 'repository' | 'refs';
  /** `note`: nothing is wrong, or it puts itself right. `problem`: somebody should do something. */
  readonly state: 'ok' | 'note' | 'problem';
  /** One sentence, or less. */
  readonly what: string;
  /** What to do: shell commands, or a sentence that says them. */
  readonly todo?: string;
}

type Area = Diagnosis['area'];

export function ok(area: Area, what: string): Diagnosis {
  return { area, state: 'ok', what };
}

export function note(area: Area, what: string, todo?: string): Diagnosis {
  return { area, state: 'note', what, ...(todo === undefined ? {} : { todo }) };
}

export function problem(area: Area, what: string, todo: string): Diagnosis {
  return { area, state: 'problem', what, todo };
}
