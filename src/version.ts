import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { packageRoot } from './package-root.js';

const manifest = z.object({ version: z.string() });

/** Version of this package, from its own manifest. */
export const version = manifest.parse(
  JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')),
).version;
