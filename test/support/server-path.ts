import { fileURLToPath } from 'node:url';

/** The built server, as its users start it. */
export const serverPath = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
