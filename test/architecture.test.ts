import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryDirectory } from './support/temporary.js';

const project = fileURLToPath(new URL('..', import.meta.url));

/** A file that breaks a rule and must be reported for it. */
interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly code: string;
}

const violations: readonly Violation[] = [
  {
    rule: 'rooms-do-not-import-each-other',
    path: 'src/store/violation-room.ts',
    code: "export { git } from '../workspace/git.js';",
  },
  {
    rule: 'rooms-do-not-look-up',
    path: 'src/bench/violation-up.ts',
    code: "export { homeDirectory } from '../loop/app.js';",
  },
  {
    rule: 'rooms-do-not-look-up',
    path: 'src/config/violation-up-type.ts',
    code: "import type { App } from '../loop/app.js';\nexport type Up = App;",
  },
  {
    rule: 'loop-does-not-look-up',
    path: 'src/loop/violation-up.ts',
    code: "export * from '../mcp/server.js';",
  },
  {
    rule: 'only-loop-opens-the-rooms',
    path: 'src/mcp/tools/violation-room.ts',
    code: "export { openStore } from '../../store/store.js';",
  },
  {
    rule: 'only-loop-opens-the-rooms',
    path: 'src/commands/violation-room.ts',
    code: "export { git } from '../workspace/git.js';",
  },
  {
    rule: 'mcp-knows-no-commands',
    path: 'src/mcp/violation-command.ts',
    code: "export * from '../commands/serve.js';",
  },
  {
    rule: 'only-mcp-knows-mcp',
    path: 'src/loop/violation-mcp.ts',
    code: "export { McpServer } from '@modelcontextprotocol/server';",
  },
  {
    rule: 'verdict-is-pure',
    path: 'src/verdict/violation-clock.ts',
    code: "export { readFileSync } from 'node:fs';",
  },
  {
    rule: 'no-cycles',
    // A cycle is reported at one of its files only: the first by name.
    path: 'src/workspace/violation-a.ts',
    code: "import { back } from './violation-b.js';\nexport const there = () => back();",
  },
];

const reportShape = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** Rule and file of everything that dependency-cruiser reports for a copy of the project with some files added. */
function cruise(added: readonly Pick<Violation, 'path' | 'code'>[]): string[] {
  const copy = temporaryDirectory();
  for (const name of ['src', 'tsconfig.json', '.dependency-cruiser.js', 'package.json'])
    cpSync(join(project, name), join(copy, name), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'));
  for (const { path, code } of added) writeFileSync(join(copy, path), `${code}\n`);
  const program = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, 'src', '--config', '.dependency-cruiser.js', '--output-type', 'json'];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  if (stdout === '') throw new Error(stderr);
  return reportShape
    .parse(JSON.parse(stdout))
    .summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`);
}

test('each rule of the import directions bites, and the project breaks none', () => {
  expect(cruise([])).toEqual([]);
  const back = {
    path: 'src/workspace/violation-b.ts',
    code: "import { there } from './violation-a.js';\nexport const back = (): unknown => there();",
  };
  const found = cruise([...violations, back]);
  for (const { rule, path } of violations) expect(found).toContain(`${rule}: ${path}`);
  const rules = readFileSync(join(project, '.dependency-cruiser.js'), 'utf8').matchAll(/name: '([^']+)'/g);
  expect([...rules].map(([, name]) => name).sort()).toEqual(
    [...new Set(violations.map(({ rule }) => rule))].sort(),
  );
});

test('types of another room may be imported, types of what is above may not', () => {
  const code =
    "import type { Repository } from '../workspace/repository.js';\nexport type Where = Repository;";
  expect(cruise([{ path: 'src/store/allowed-type.ts', code }])).toEqual([]);
});

const sources = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);
const read = (path: string) => readFileSync(join(project, 'src', path), 'utf8');

test('no source file is longer than 300 lines', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.filter((path) => read(path).split('\n').length > 301)).toEqual([]);
});

test('nothing is written to the console: standard output is the protocol’s', () => {
  expect(sources.filter((path) => /\bconsole\s*[.[]/.test(read(path)))).toEqual([]);
});

const packShape = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));

test('files are named in kebab-case', () => {
  const names = sources.flatMap((path) => path.split('/'));
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.ts)?$/.test(basename(name)))).toEqual([]);
});

test('the program knows nothing of the failpoints of the tests, and they are not packed with it', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { cwd: project, encoding: 'utf8' });
  const packed = packShape.parse(JSON.parse(stdout)).flatMap(({ files }) => files.map(({ path }) => path));
  expect(packed).toContain('dist/cli.js');
  expect(packed.filter((path) => /^test\b|failpoint/i.test(path))).toEqual([]);
  // What the documentation says of them is for contributors, and no way to reach them.
  const code = packed.filter((path) => !path.startsWith('docs/'));
  const all = [...code, ...sources.map((path) => join('src', path))];
  expect(all.filter((path) => /failpoint/i.test(readFileSync(join(project, path), 'utf8')))).toEqual([]);
});
