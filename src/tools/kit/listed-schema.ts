import * as z from 'zod';

/**
 * A JSON Schema as tools/list shows it. These few keywords are what every known client and model accepts; many choke on
 * others (`$schema`, `anyOf`, `pattern`, `const`, bounds of safe integers).
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

/** Lets `schema` be listed as `listed`, when callers should be told more than is checked. */
export function listAs<S extends z.ZodType>(schema: S, listed: ListedSchema): S {
  listedAs.set(schema, listed);
  return schema;
}

/**
 * The JSON Schema that clients are shown for a zod schema. Written for the kinds of schema the tools are made of, as
 * zod's own converter would cost half the server's start.
 *
 * @param closed for arguments: objects take no fields but their own, and say which are required. Answers may grow, and
 *   what they always hold is left out, as every listed word costs tokens in every conversation
 */
export function listedSchema(schema: z.core.$ZodType, closed: boolean): ListedSchema {
  const listed = listedAs.get(schema) ?? withoutDescription(schema, closed);
  const description = z.globalRegistry.get(schema)?.description;
  return description === undefined ? listed : { ...listed, description };
}

function withoutDescription(schema: z.core.$ZodType, closed: boolean): ListedSchema {
  if (isOf('optional', schema)) return listedSchema(schema._zod.def.innerType, closed);
  if (isOf('object', schema)) return listedObject(schema, closed);
  if (isOf('array', schema)) return { type: 'array', items: listedSchema(schema._zod.def.element, closed) };
  if (isOf('enum', schema))
    return { type: 'string', enum: Object.values(schema._zod.def.entries).map(String) };
  if (isOf('number', schema) && schema instanceof z.ZodNumber) return { type: 'integer', ...bounds(schema) };
  if (isOf('string', schema)) return { type: 'string' };
  if (isOf('boolean', schema)) return { type: 'boolean' };
  throw new TypeError(`Tools can't list a schema of type ${schema._zod.def.type}`);
}

type Kind = z.core.$ZodTypes['_zod']['def']['type'];

/** Not by `instanceof`, a method of zod's: so many calls of it would have V8 load its optimiser at every start, 4 MB. */
function isOf<K extends Kind>(
  kind: K,
  schema: z.core.$ZodType,
): schema is Extract<z.core.$ZodTypes, { readonly _zod: { readonly def: { readonly type: K } } }> {
  return schema._zod.def.type === kind;
}

function listedObject(schema: z.core.$ZodObject, closed: boolean): ListedSchema {
  const fields = Object.entries(schema._zod.def.shape);
  const required = fields.filter(([, field]) => !isOf('optional', field)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, listedSchema(field, closed)])),
    ...(closed && required.length && { required }),
    ...(closed && { additionalProperties: false }),
  };
}

function bounds({ minValue, maxValue }: z.ZodNumber): Pick<ListedSchema, 'minimum' | 'maximum'> {
  return {
    ...(minValue !== null && Number.MIN_SAFE_INTEGER < minValue && { minimum: minValue }),
    ...(maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER && { maximum: maxValue }),
  };
}
