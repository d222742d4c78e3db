/** The JSON Schemas that tools/list shows. */
import * as z from 'zod';

import { shortView, todoView } from '../../../render/todo-view.ts';

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
 * That other arguments are refused isn't listed: clients that check it themselves would hide the server's "did you mean".
 *
 * @param withRequired whether objects list their required fields: for arguments. For answers these are left out, as every
 *   listed word costs tokens in every conversation
 */
export function listedSchema(schema: z.core.$ZodType, withRequired: boolean): ListedSchema {
  const listed = listedAs.get(schema) ?? withoutDescription(schema, withRequired);
  const description = z.globalRegistry.get(schema)?.description;
  return description === undefined ? listed : { ...listed, description };
}

function withoutDescription(schema: z.core.$ZodType, withRequired: boolean): ListedSchema {
  if (isOf('optional', schema)) return listedSchema(schema._zod.def.innerType, withRequired);
  if (isOf('object', schema)) return listedObject(schema, withRequired);
  if (isOf('array', schema))
    return { type: 'array', items: listedSchema(schema._zod.def.element, withRequired) };
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

function listedObject(schema: z.core.$ZodObject, withRequired: boolean): ListedSchema {
  const fields = Object.entries(schema._zod.def.shape);
  const required = fields.filter(([, field]) => !isOf('optional', field)).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(([name, field]) => [name, listedSchema(field, withRequired)])),
    ...(withRequired && required.length && { required }),
  };
}

function bounds({ minValue, maxValue }: z.ZodNumber): Pick<ListedSchema, 'minimum' | 'maximum'> {
  return {
    ...(minValue !== null && Number.MIN_SAFE_INTEGER < minValue && { minimum: minValue }),
    ...(maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER && { maximum: maxValue }),
  };
}

/** An answer about more todos than this shows of each only its id and what the server worked out. */
export const SHOWN_WHOLE = 20;

const listedBrief = listedSchema(
  z.object(todoView.pick({ id: true, title: true, completed: true }).shape),
  false,
);
/** A todo in an answer, listed with three fields to save tokens; only list_todos and get_todo list them all. */
export const briefTodo = listAs(todoView.clone(), listedBrief);
/** The same, or only its id. */
export const shortTodo = listAs(shortView.clone(), listedBrief);

/** Sentences beside the data of an answer. */
export const notesOutput = z.array(z.string()).optional();
