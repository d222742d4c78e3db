/** The JSON Schemas that tools/list shows. */
import * as z from 'zod';

import { todoView } from '../../../render/todo-view.ts';

/**
 * A JSON Schema as tools/list shows it. Every known client and model accepts these keywords; many fail on others
 * (`$schema`, `anyOf`, `pattern`, `const`, the bounds of safe integers).
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

/** Lists `schema` as `listed`, where clients should see something else than what is checked. */
export function listAs<S extends z.ZodType>(schema: S, listed: ListedSchema): S {
  listedAs.set(schema, listed);
  return schema;
}

/**
 * The JSON Schema that clients see for a zod schema of a kind that tools use. Zod's own converter would double the
 * server's start-up time.
 *
 * @param closed true for arguments: objects list their required fields and allow no others. For answers both are left
 *   out, as answers may grow and every listed word costs tokens in every conversation
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

/** Not `instanceof`, which is a method in zod: so many calls make V8 load its optimizer, 4 MB at every start. */
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

/** A todo in an answer, listed with three fields to save tokens; only list_todos and get_todo list them all. */
export const briefTodo = listAs(
  todoView.clone(),
  listedSchema(z.object(todoView.pick({ id: true, title: true, completed: true }).shape), false),
);

/** Sentences beside the data of an answer. */
export const notesOutput = z.array(z.string()).optional();
