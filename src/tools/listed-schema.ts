import { z } from 'zod';

/** A JSON Schema as tools/list shows it. */
export type ListedSchema = Readonly<z.core.JSONSchema.JSONSchema>;

/** The schema of a field of an object; undefined when it lists no such field. */
export function fieldOf(listed: ListedSchema, name: string): ListedSchema | undefined {
  const field = Object.hasOwn(listed.properties ?? {}, name) ? listed.properties?.[name] : undefined;
  return typeof field === 'object' ? field : undefined;
}

/** The schema of a list's entries. */
export function entryOf(listed: ListedSchema): ListedSchema {
  return typeof listed.items === 'object' && !Array.isArray(listed.items) ? listed.items : {};
}

/**
 * The JSON Schema that clients are shown for a zod object, without what some of them can't bear: no `$schema` (Claude
 * refuses draft-07 on outputs), none of the bounds of safe integers.
 */
export function listedSchema(schema: z.ZodObject, io: 'input' | 'output'): ListedSchema {
  const { $schema: _, ...listed } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      // What a tool answers may grow; what it takes is closed.
      if (io === 'output') delete jsonSchema.additionalProperties;
    },
  });
  return listed;
}

/**
 * A schema that lists as `listed` and lets every object pass. The SDK gets it in place of the real one: arguments are
 * read leniently and refused in plain words by `readArguments`, and results are checked before a change is kept,
 * while the SDK would do the first with a dump of zod's findings and the second only after.
 */
export function passingSchema(listed: ListedSchema): z.ZodObject<{}, z.core.$loose> {
  return z.looseObject({}).meta({ additionalProperties: undefined, ...listed, $schema: undefined });
}
