import { z } from 'zod';

// PATH_MAX of Linux, in bytes: no longer one can be opened.
const longestPath = 4096;

/** A directory that a call names. */
export const directoryArgument = z.string().min(1).max(longestPath);
