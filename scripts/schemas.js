// Writes the generated JSON Schemas, and the skill, from the build in dist/; with --check it only compares.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const generated = [
  {
    file: 'schemas/autoresearch.schema.json',
    make: async () => asJson((await import('../dist/settings.js')).settingsJsonSchema()),
  },
  { file: 'schemas/tools.json', make: async () => asJson(await toolsAsListed()) },
  { file: 'skills/autoresearch/SKILL.md', make: async () => (await import('../dist/skill.js')).skillText() },
];

const isCheck = process.argv.includes('--check');
const outdated = [];

for (const { file, make } of generated) {
  const path = fileURLToPath(new URL(`../${file}`, import.meta.url));
  const text = await make();
  if ((await readIfThere(path)) === text) continue;
  if (isCheck) {
    outdated.push(file);
  } else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    console.log(`Wrote ${file}.`);
  }
}

if (outdated.length > 0) {
  console.error(`Out of date: ${outdated.join(', ')}. Run \`npm run schemas\` and commit the result.`);
  process.exitCode = 1;
}

function asJson(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

// The tools as the server lists them, from the same code.
async function toolsAsListed() {
  const { tools } = await import('../dist/tools.js');
  const { toJsonSchema } = await import('../dist/tool-schema.js');
  const listed = tools.map(({ name, title, description, annotations, input, output }) => ({
    name,
    title,
    description,
    annotations,
    inputSchema: toJsonSchema(input),
    outputSchema: toJsonSchema(output),
  }));
  return { tools: listed };
}

async function readIfThere(path) {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}
