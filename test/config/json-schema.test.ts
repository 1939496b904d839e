import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaults } from '../../src/config/defaults.js';
import { settingsJsonSchema } from '../../src/config/json-schema.js';
import { fileOnlySettings, settingsSchema, toolSettings } from '../../src/config/settings.js';
import { validSettings } from './valid-settings.js';

const schema = settingsJsonSchema();
const written = JSON.stringify(schema);
const property = z.looseObject({ description: z.string(), default: z.unknown().optional() });
const properties = z.record(z.string(), property).parse(schema.properties);
const validate = new AjvJsonSchemaValidator().getValidator(schema);
const keys = [...Object.keys(toolSettings), ...Object.keys(fileOnlySettings)];

describe('its form', () => {
  test('a titled draft-07 schema of an object that takes nothing else', () => {
    expect(schema).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      $id: expect.any(String),
      title: 'autoresearch.yaml',
      description: expect.any(String),
      type: 'object',
      additionalProperties: false,
    });
    expect(schema).not.toHaveProperty('required');
  });

  test('every setting, each with a terse description', () => {
    expect(Object.keys(properties).sort()).toEqual([...keys].sort());
    for (const { description } of Object.values(properties)) {
      expect(description.split(/\s+/).length).toBeLessThanOrEqual(15);
      expect(description).toMatch(/^\S.*\.$/);
    }
  });

  test('no unions, references, tuples, records or giant bounds', () => {
    expect(written).not.toMatch(
      /"(\$ref|anyOf|oneOf|allOf|\$defs|definitions|prefixItems|propertyNames|not)":/,
    );
    expect(written).not.toMatch(
      /"items":\[|"type":\[|"type":"null"|"additionalProperties":\{|9007199254740991/,
    );
  });

  test('the defaults', () => {
    const listed = Object.entries(properties).filter(([, { default: value }]) => value !== undefined);
    expect(Object.fromEntries(listed.map(([key, { default: value }]) => [key, value]))).toEqual(defaults);
    expect(validate(defaults).valid).toBe(true);
    expect(settingsSchema.safeParse(defaults).success).toBe(true);
  });

  test('tool arguments have no default, which a client could fill in over the file', () => {
    expect(JSON.stringify(z.toJSONSchema(z.strictObject(toolSettings)))).not.toContain('"default":');
  });
});

describe('what it accepts', () => {
  test('whatever the server accepts', () => {
    fc.assert(
      fc.property(validSettings, (settings) => {
        expect(settingsSchema.safeParse(settings).success).toBe(true);
        expect(validate(settings)).toMatchObject({ valid: true });
      }),
      { seed: 20_260_103, numRuns: 300 },
    );
  });

  test.each([
    { colour: 1 },
    { metricName: 'ms' },
    { goal: 5 },
    { goal: null },
    { metric_name: 'a b' },
    { direction: 'down' },
    { editable: 'src' },
    { editable: [] },
    { editable: [5] },
    { constraints: [{ max: 1 }] },
    { constraints: [{ metric: 'a', colour: 1 }] },
    { constraints: [{ metric: 'a', max_regression_percent: -1 }] },
    { max_experiments: 1.5 },
    { max_experiments: 0 },
    { timeout_seconds: 0 },
    { timeout_seconds: 604_801 },
    { wait_seconds: 3601 },
    { kill_grace_seconds: -1 },
    { plateau: 0 },
    { max_untracked_mb: -1 },
    { checks_when: 'never' },
  ])('like the server, not %j', (settings) => {
    expect(settingsSchema.safeParse(settings).success).toBe(false);
    expect(validate(settings).valid).toBe(false);
  });
});
