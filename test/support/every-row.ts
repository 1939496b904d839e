import { z } from 'zod';
import { query } from './database.js';

const tableShape = z.object({ name: z.string() });

/** Every row of every table of a home's database. */
export function everyRow(home: string): Record<string, unknown[]> {
  const tables = query(home, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  return Object.fromEntries(
    tables.map((row) => {
      const { name } = tableShape.parse(row);
      return [name, query(home, `SELECT * FROM "${name}"`)];
    }),
  );
}
