import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import { toJsonSchema } from './json-schema.js';
import type { Tool } from './tool.js';

type Advertised = StandardSchemaWithJSON<unknown, unknown>;

// They never change, and take longer to make than most requests to answer: over HTTP, each request may have a server.
const made = new WeakMap<Tool['input'], Advertised>();

/**
 * A schema as the SDK lists it, that lets everything through: the tool's own strict parse answers, with the nearest
 * right name, where the SDK's would only say "invalid".
 */
export function advertised(schema: Tool['input']): Advertised {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const json = toJsonSchema(schema);
  const fresh: Advertised = {
    '~standard': {
      version: 1,
      vendor: 'autoresearch-mcp',
      validate: (value) => ({ value }),
      jsonSchema: { input: () => json, output: () => json },
    },
  };
  made.set(schema, fresh);
  return fresh;
}
