import { z } from 'zod';

const open = () => z.looseObject({});

/** Fields of every result. All are optional, since a failed call has only `error`. */
export const commonOutput = {
  session_id: z.string().optional(),
  summary: z.string().optional(),
  next_step: z.string().optional(),
  should_continue: z.boolean().optional(),
  stop_reason: z.string().optional(),
  notes: z.array(z.string()).optional(),
  error: z
    .looseObject({
      code: z.string(),
      message: z.string(),
      hint: z.string(),
      should_continue: z.boolean().optional(),
      stop_reason: z.string().optional(),
    })
    .optional(),
};

export const openObject = open().optional();
export const openObjects = z.array(open()).optional();
export const strings = z.array(z.string()).optional();

/** Result of run_experiment and cancel_run. */
export const runOutput = {
  ...commonOutput,
  run_id: z.string().optional(),
  run: z.number().optional(),
  state: z.enum(['running', 'finished']).optional(),
  verdict: z.string().optional(),
  evidence: z.string().optional(),
  can_keep: z.boolean().optional(),
  reason: z.string().optional(),
  metric: z
    .object({
      name: z.string().optional(),
      unit: z.string().optional(),
      direction: z.string().optional(),
      incumbent: z.number().optional(),
      candidate: z.number().optional(),
      improvement_percent: z.number().optional(),
      ci_low_percent: z.number().optional(),
      ci_high_percent: z.number().optional(),
      p_value: z.number().optional(),
      pairs: z.number().optional(),
    })
    .optional(),
  metrics: openObjects,
  checks: z
    .object({
      state: z.string().optional(),
      seconds: z.number().optional(),
      output_tail: z.string().optional(),
    })
    .optional(),
  files_changed: strings,
  output_tail: z.string().optional(),
  log_path: z.string().optional(),
  elapsed_seconds: z.number().optional(),
};
