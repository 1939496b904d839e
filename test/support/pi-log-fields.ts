// The published fields of pi-autoresearch's log:
// https://github.com/davebcn87/pi-autoresearch/blob/main/extensions/pi-autoresearch/jsonl.ts (what is read), and index.ts
// beside it, from `const jsonlEntry` on (what is written). `asi` is free in its form.

/** Of its first line. */
export const piHeaderFields = ['type', 'name', 'metricName', 'metricUnit', 'bestDirection'];

/** Of a run's line. */
export const piRunFields = [
  'run',
  'commit',
  'metric',
  'metrics',
  'status',
  'description',
  'timestamp',
  'segment',
  'confidence',
  'asi',
];
