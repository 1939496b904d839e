import fc from 'fast-check';
import { bystanderPaths, editable } from './scene.js';
import { type AgentEdit, type Call, commands, deeds, type Step, type Way } from './step.js';

const value = fc.integer({ min: 60, max: 140 });
const mark = fc.integer({ min: 0, max: 3 });

const code: fc.Arbitrary<AgentEdit> = fc.record({
  agent: fc.constant('code' as const),
  value,
  kind: fc.constantFrom('quick', 'quick', 'quick', 'quick', 'slow', 'crashing', 'invalid'),
});
const path = fc.constantFrom(...editable);
const outOfScope = fc.constantFrom('bench.sh', ...bystanderPaths);
const edit: fc.Arbitrary<AgentEdit> = fc.oneof(
  { weight: 4, arbitrary: code },
  { weight: 3, arbitrary: fc.record({ agent: fc.constant('write' as const), path, mark }) },
  { weight: 1, arbitrary: fc.record({ agent: fc.constant('remove' as const), path }) },
  {
    weight: 1,
    arbitrary: fc.record({
      agent: fc.constant('mode' as const),
      path,
      mode: fc.constantFrom(0o755, 0o644, 0o600),
    }),
  },
  { weight: 1, arbitrary: fc.record({ agent: fc.constant('move' as const), path, to: path }) },
  {
    weight: 1,
    arbitrary: fc.record({
      agent: fc.constant('link' as const),
      path,
      target: fc.constantFrom('nowhere', 'a.txt', '..'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      agent: fc.constantFrom('stage', 'commit'),
      path: fc.constantFrom('code.sh', '.'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ agent: fc.constant('write' as const), path: outOfScope, mark }) },
  { weight: 1, arbitrary: fc.record({ agent: fc.constantFrom('remove'), path: outOfScope }) },
  { weight: 2, arbitrary: fc.record({ agent: fc.constant('repent' as const) }) },
);

const maxExperiments = fc.constantFrom(6, 6, 6, 3);
const isolation = fc.constantFrom('isolated' as const, 'in-place' as const);
const init: fc.Arbitrary<Call> = fc.record({
  tool: fc.constant('init' as const),
  isolation,
  restart: fc.boolean(),
  acceptDirty: fc.constantFrom(true, true, false),
  maxExperiments,
});
const run: fc.Arbitrary<Call> = fc.record({
  tool: fc.constant('run' as const),
  waitSeconds: fc.constantFrom(20, 20, 0),
});
const whichRun = fc.constantFrom('pending', 'pending', 'pending', 'newest', 'oldest', 'baseline', 'unknown');
const log: fc.Arbitrary<Call> = fc.record({
  tool: fc.constant('log' as const),
  status: fc.constantFrom('keep', 'discard'),
  run: whichRun,
});
const status: fc.Arbitrary<Call> = fc.record({ tool: fc.constant('status' as const) });
const lesser: fc.Arbitrary<Call> = fc.oneof(
  fc.record({ tool: fc.constantFrom('wait', 'wait', 'cancel'), run: whichRun }),
  status,
  fc.record({ tool: fc.constant('nonsense' as const), number: fc.nat(20) }),
);
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 1, arbitrary: init },
  { weight: 5, arbitrary: run },
  { weight: 5, arbitrary: log },
  { weight: 3, arbitrary: lesser },
  { weight: 1, arbitrary: fc.record({ tool: fc.constant('end' as const) }) },
);
const client = fc.constantFrom(0 as const, 1 as const);

// What a session starts from must be known, so nothing is restored at the same time.
const pair: fc.Arbitrary<readonly [Call, Call]> = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.oneof(run, log, lesser), fc.oneof(run, log, lesser)) },
  { weight: 1, arbitrary: fc.tuple(init, fc.oneof(init, run, status)) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: edit },
  { weight: 10, arbitrary: fc.record({ client, call }) },
  { weight: 3, arbitrary: fc.record({ both: pair }) },
  { weight: 7, arbitrary: fc.record({ hand: fc.constantFrom(...deeds) }) },
  { weight: 2, arbitrary: fc.record({ person: fc.constantFrom(...commands) }) },
  {
    weight: 3,
    arbitrary: fc.record(
      {
        kill: client,
        during: fc.oneof(run, log, init),
        milliseconds: fc.integer({ min: 0, max: 700 }),
        isMissed: fc.boolean(),
      },
      { requiredKeys: ['kill', 'milliseconds', 'isMissed'] },
    ),
  },
);

/** The usual way, with something in between now and then. */
const attempt: fc.Arbitrary<readonly Step[]> = fc
  .tuple(code, fc.option(step), client, fc.option(step), log)
  .map(([edited, before, by, between, logged]) => [
    edited,
    ...(before === null ? [] : [before]),
    { client: by, call: { tool: 'run', waitSeconds: 20 } },
    ...(between === null ? [] : [between]),
    { client: by, call: logged },
  ]);

const phrase: fc.Arbitrary<readonly Step[]> = fc.oneof(
  { weight: 3, arbitrary: step.map((each) => [each]) },
  { weight: 1, arbitrary: attempt },
);

/** Mostly a walk begins with a session; what comes after its steps takes as long as all of them, and is left out of most. */
export const way: fc.Arbitrary<Way> = fc
  .record({
    first: fc.option(
      fc.record({ client, call: init }).map((each): Step => each),
      { freq: 12 },
    ),
    phrases: fc.array(phrase, { minLength: 2, maxLength: 6, size: 'max' }),
    isToItsEnd: fc.constantFrom(true, false, false),
  })
  .map(({ first, phrases, isToItsEnd }) => ({
    steps: [...(first === null ? [] : [first]), ...phrases.flat()].slice(0, 10),
    isToItsEnd,
  }));
