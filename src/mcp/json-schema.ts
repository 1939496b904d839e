import { z } from 'zod';

type JsonSchema = Record<string, unknown>;

/**
 * A zod object as the flat JSON Schema that every client understands. What only costs tokens is left out: the
 * dialect, the bounds that zod adds to whole numbers, and `additionalProperties`.
 */
export function toJsonSchema(schema: z.ZodObject): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    override: ({ jsonSchema }) => slim(jsonSchema),
  });
  return { ...rest, type: 'object' };
}

function slim(schema: JsonSchema): void {
  delete schema.additionalProperties;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
}
