import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkoutRoot, manifest } from '../support/tarball.js';

/**
 * What the registry's schema asks of the fields that we use, and what its validator adds to that
 * (https://github.com/modelcontextprotocol/registry, docs/reference/server-json/).
 */
const input = {
  description: z.string(),
  format: z.enum(['string', 'number', 'boolean', 'filepath']),
  isRequired: z.boolean(),
};
const serverJson = z.strictObject({
  $schema: z.literal('https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json'),
  name: z
    .string()
    .min(3)
    .max(200)
    .regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
  title: z.string().min(1).max(100),
  description: z.string().min(1).max(100),
  version: z
    .string()
    .max(255)
    .regex(/^\d+\.\d+\.\d+(?:-[\w.-]+)?$/),
  packages: z.tuple([
    z.strictObject({
      registryType: z.literal('npm'),
      registryBaseUrl: z.literal('https://registry.npmjs.org'),
      identifier: z.string(),
      version: z.string().min(1),
      runtimeHint: z.literal('npx'),
      transport: z.strictObject({ type: z.literal('stdio') }),
      packageArguments: z.array(
        z.strictObject({ type: z.literal('named'), name: z.string().startsWith('--'), ...input }),
      ),
      environmentVariables: z.array(
        z.strictObject({ name: z.string().regex(/^[A-Z][A-Z0-9_]*$/), ...input }),
      ),
    }),
  ]),
});

const read = () => JSON.parse(readFileSync(join(checkoutRoot, 'server.json'), 'utf8'));

test('server.json has the form that the registry takes', () => {
  expect(serverJson.safeParse(read()).error?.issues ?? []).toEqual([]);
});

test('server.json tells of the package that is published', () => {
  const { name, version, packages } = serverJson.parse(read());
  const [{ identifier, version: packageVersion }] = packages;
  expect({ mcpName: name, name: identifier, version }).toEqual({
    mcpName: manifest.mcpName,
    name: manifest.name,
    version: manifest.version,
  });
  expect(packageVersion).toBe(version);
});
