import type { z } from 'zod';
import { invalidConfig, keysOf } from '../invalid-config.js';

/**
 * Parse the arguments of a call, strictly: an unknown key is told the nearest right name.
 *
 * @throws Refusal `invalid_config`
 */
export function parseArguments<Input extends z.ZodObject>(
  tool: string,
  input: Input,
  args: unknown,
): z.output<Input> {
  const parsed = input.safeParse(args ?? {}, { reportInput: true });
  if (parsed.success) return parsed.data;
  throw invalidConfig(parsed.error, `the arguments of ${tool}`, keysOf(input));
}
