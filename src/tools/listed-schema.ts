import { z } from 'zod';

/**
 * A JSON Schema as tools/list shows it. These few keywords are what every client and model bears; many choke on others
 * (`$schema`, `anyOf`, `pattern`, `const`, bounds of safe integers).
 */
export interface ListedSchema {
  readonly type: 'object' | 'array' | 'string' | 'integer' | 'boolean';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: ListedSchema;
  readonly properties?: Readonly<Record<string, ListedSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
}

const listedAs = new WeakMap<z.core.$ZodType, ListedSchema>();

/** Lets `schema` be listed as `listed`, for when what it checks is less than what callers shall be told. */
export function listAs<S extends z.ZodType>(schema: S, listed: ListedSchema): S {
  listedAs.set(schema, listed);
  return schema;
}

/**
 * The JSON Schema that clients are shown for a zod schema. Written for the kinds of schema the tools are made of, as
 * zod's own converter would cost half the server's start.
 *
 * @param closed whether objects take no fields but their own: arguments don't, while answers may grow
 */
export function listedSchema(schema: z.core.$ZodType, closed: boolean): ListedSchema {
  const listed = listedAs.get(schema) ?? withoutDescription(schema, closed);
  const description = schema instanceof z.ZodType ? schema.description : undefined;
  return description === undefined ? listed : { ...listed, description };
}

function withoutDescription(schema: z.core.$ZodType, closed: boolean): ListedSchema {
  if (schema instanceof z.ZodOptional) return listedSchema(schema.unwrap(), closed);
  if (schema instanceof z.ZodObject) return listedObject(schema, closed);
  if (schema instanceof z.ZodArray) return { type: 'array', items: listedSchema(schema.element, closed) };
  if (schema instanceof z.ZodEnum) return { type: 'string', enum: schema.options.map(String) };
  if (schema instanceof z.ZodNumber) return { type: 'integer', ...bounds(schema) };
  if (schema instanceof z.ZodString) return { type: 'string' };
  if (schema instanceof z.ZodBoolean) return { type: 'boolean' };
  throw new TypeError(`Tools can't list a schema of type ${schema.constructor.name}`);
}

function listedObject({ shape }: z.ZodObject, closed: boolean): ListedSchema {
  const fields = Object.entries(shape);
  const required = fields.filter(([, field]) => !(field instanceof z.ZodOptional)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, listedSchema(field, closed)])),
    ...(required.length && { required }),
    ...(closed && { additionalProperties: false }),
  };
}

function bounds({ minValue, maxValue }: z.ZodNumber): Pick<ListedSchema, 'minimum' | 'maximum'> {
  return {
    ...(minValue !== null && Number.MIN_SAFE_INTEGER < minValue && { minimum: minValue }),
    ...(maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER && { maximum: maxValue }),
  };
}
