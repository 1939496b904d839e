/** What a setting is when neither `autoresearch.yaml` nor `init_experiment` gives it. Times are in seconds. */
export const defaults = {
  protected: [],
  constraints: [],
  timeout_seconds: 600,
  checks_timeout_seconds: 300,
  measure_budget_seconds: 900,
  strictness: 'confirm',
  accept: 'better',
  isolation: 'auto',
  wait_seconds: 45,
  max_failures: 10,
  kill_grace_seconds: 5,
  checks_when: 'promising',
  ignore: [],
  arm_cache: [],
  max_untracked_mb: 50,
} as const;
