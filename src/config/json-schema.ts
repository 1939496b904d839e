import { z } from 'zod';
import { defaults } from './defaults.js';
import { settingsSchema } from './settings.js';

/**
 * The JSON Schema of `autoresearch.yaml`, for editors: draft-07, which their YAML extensions know best. It accepts
 * whatever the server does, and some of what only the server can refuse (bad globs, contradictions).
 */
export function settingsJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, properties, ...rest } = z.toJSONSchema(settingsSchema, { target: 'draft-7' });
  const withDefaults = Object.entries(properties ?? {}).map(([key, property]) => [
    key,
    typeof property === 'object' ? { ...property, ...defaultOf(key) } : property,
  ]);
  return {
    $schema,
    $id: 'urn:autoresearch-mcp:autoresearch.yaml',
    title: 'autoresearch.yaml',
    description: 'The settings of an optimisation session of autoresearch-mcp.',
    ...rest,
    properties: Object.fromEntries(withDefaults),
  };
}

function defaultOf(key: string): { default?: unknown } {
  const found = Object.entries(defaults).find(([name]) => name === key);
  return found === undefined ? {} : { default: found[1] };
}
