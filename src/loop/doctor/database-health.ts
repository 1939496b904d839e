import type { Inspection } from '../../store/inspect.js';
import { type Diagnosis, note, ok, problem } from './diagnosis.js';

/** What there is to say of a database that was looked at. */
export function diagnoseDatabase(found: Inspection): Diagnosis {
  switch (found.state) {
    case 'absent':
      return note('database', 'There is none yet.', 'Nothing: a server makes it when it starts.');
    case 'damaged':
      return problem(
        'database',
        `The database is damaged: ${found.how}.`,
        'Run `autoresearch-mcp recover` in each repository that you use it for.',
      );
    case 'unreadable':
      return problem(
        'database',
        `The database cannot be read: ${found.how}.`,
        'See that this user may read and write it and its directory.',
      );
    case 'older':
      return note(
        'database',
        `The database is whole (schema ${found.version}, of an older autoresearch-mcp).`,
        'Nothing: the next server brings it up to date.',
      );
    case 'newer':
      return problem(
        'database',
        `The database was written by a newer autoresearch-mcp (schema ${found.version}).`,
        'Update autoresearch-mcp.',
      );
    case 'whole':
      return ok('database', `The database is whole (schema ${found.version}).`);
  }
}
