import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

// One file loads in half the time of a thousand, and a server is started with every client, a command in every shell.
export default defineConfig({
  input: {
    cli: 'src/cli.ts',
    // What tests, benchmarks and scripts take from the build.
    store: 'src/store/store.ts',
    settings: 'src/config/json-schema.ts',
    tools: 'src/mcp/tools/all.ts',
    'tool-schema': 'src/mcp/json-schema.ts',
    skill: 'src/mcp/skill/skill-text.ts',
  },
  platform: 'node',
  // It is compiled for the machine that it is installed on.
  external: ['better-sqlite3'],
  output: { dir: 'dist', chunkFileNames: '[name].js' },
  plugins: [licences()],
});

const packageOf = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** What is bundled is copied, and its licences ask to go along. */
function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_, bundle) {
      const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
      const packages = new Set(modules.flatMap((id) => packageOf.exec(id)?.[1] ?? []));
      const source = [...packages].sort().map(licenceOf).join('\n\n');
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENCES.txt', source });
    },
  };
}

/** @throws Error for a package without a licence's text: it may not be bundled then. */
function licenceOf(directory: string): string {
  const { name, version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const file = readdirSync(directory).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} has no licence that could be copied.`);
  return `${name} ${version}\n\n${readFileSync(join(directory, file), 'utf8').trim()}\n`;
}
