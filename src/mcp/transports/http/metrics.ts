import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CallRecord } from '../../call-record.js';

/** What is true at this moment, asked when the metrics are. */
export interface Present {
  /** Runs that this process measures. */
  readonly running: number;
  /** Runs, of all processes of this home, that wait for the machine. */
  readonly queued: number;
  /** Processes that this process has started and that live: of benchmarks, of checks, of git. */
  readonly children: number;
  /** Sessions of the 2025-11-25 revision that are open. */
  readonly sessions: number;
}

// Seconds: reads take milliseconds, a wait for a run up to minutes.
const buckets = [0.005, 0.025, 0.1, 0.5, 2, 10, 60, 300, 900];

/** Counts and durations in the format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export function createMetrics(present: () => Promise<Present>) {
  const registry = new Registry();
  const registers = [registry];
  const seconds = new Histogram({
    name: 'autoresearch_call_duration_seconds',
    help: 'How long calls of tools took, waiting for a run included.',
    labelNames: ['tool'],
    buckets,
    registers,
  });
  const calls = new Counter({
    name: 'autoresearch_calls_total',
    help: 'Calls of tools, by what became of them: ok, asked, or the code of a refusal.',
    labelNames: ['tool', 'outcome'],
    registers,
  });
  const gauge = (name: keyof Present, help: string) =>
    new Gauge({ name: `autoresearch_${name}`, help, registers });
  const gauges = {
    running: gauge('running', 'Runs that this server measures.'),
    queued: gauge('queued', 'Runs that wait for the machine, of all servers.'),
    children: gauge('children', 'Processes that this server has started: benchmarks, checks, git.'),
    sessions: gauge('sessions', 'Open sessions of clients.'),
  };
  return {
    count: ({ tool, outcome, milliseconds }: CallRecord): void => {
      calls.inc({ tool, outcome });
      seconds.observe({ tool }, milliseconds / 1000);
    },
    text: async (): Promise<string> => {
      const { running, queued, children, sessions } = await present();
      gauges.running.set(running);
      gauges.queued.set(queued);
      gauges.children.set(children);
      gauges.sessions.set(sessions);
      return registry.metrics();
    },
  };
}
