/** Corrects sloppy forms of arguments before they are checked. */
import { isObject } from '../../../domain/text/describe-value.ts';
import type { ListedSchema } from './listed-schema.ts';

/** Other words for the values of an enum. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['urgent', 'high'],
  ['p1', 'high'],
  ['p2', 'medium'],
  ['normal', 'medium'],
  ['p3', 'low'],
]);

/** What a text and its tick are called in a checklist entry. */
const ENTRY_TEXT = ['text', 'title', 'name', 'content'];
const ENTRY_DONE = ['done', 'completed', 'checked'];

/** Not corrected: a number here is more likely the id of a todo, and any text can be a title. */
const AS_GIVEN = 'title';

/** `given` with usual mistakes in form corrected, where `listed` says what was meant. */
export function tidied(given: unknown, listed: ListedSchema): unknown {
  switch (listed.type) {
    case 'object':
      return tidiedObject(fromJson(given), listed);
    case 'array':
      return tidiedList(given, listed.items);
    case 'integer':
      return typeof given === 'string' && isNumber(given) ? Number(/\d+/.exec(given)?.[0]) : given;
    case 'boolean':
      return tidiedBoolean(given);
    case 'string':
      return typeof given === 'number' ? String(given) : tidiedWord(entryText(given), listed);
    default:
      return given;
  }
}

/**
 * The optional arguments given as null or empty, which counts as left out. If all optional arguments are present, none is
 * returned: such a client always sends every argument, so an empty one says nothing.
 */
export function emptyArguments(given: unknown, listed: ListedSchema): string[] {
  const args = fromJson(given);
  if (!isObject(args)) return [];
  const optional = Object.keys(listed.properties ?? {}).filter((name) => !listed.required?.includes(name));
  if (optional.every((name) => Object.hasOwn(args, name))) return [];
  return Object.entries(args).flatMap(([name, value]) =>
    optional.includes(name) && isAbsent(value) ? [name] : [],
  );
}

/** A list of ids, from any form of a list. */
export function tidiedIds(given: unknown): unknown[] {
  return tidiedList(given ?? [], { type: 'integer' });
}

/** The listed schema of a field; undefined for names that aren't listed, such as `constructor`. */
export function fieldOf({ properties = {} }: ListedSchema, name: string): ListedSchema | undefined {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** Whether `text` is a number as people write ids: `7`, `#7`, `No. 7`, `todo #7`, `7.`. */
export function isNumber(text: string): boolean {
  return /^\s*(?:todo|task|no\.?|number)?\s*#?\d{1,15}\.?\s*$/i.test(text);
}

function tidiedObject(given: unknown, listed: ListedSchema): unknown {
  if (!isObject(given)) return given;
  const entries = Object.entries(given).flatMap(([name, value]) => {
    const field = fieldOf(listed, name);
    if (!field) return isAbsent(value) ? [] : [[name, value]];
    if (!listed.required?.includes(name) && isAbsent(value)) return [];
    return [[name, name === AS_GIVEN ? value : tidied(value, field)]];
  });
  // Not by assignment, so that "__proto__" stays an ordinary name and is refused as unknown.
  return Object.fromEntries(entries);
}

/** Whether `value` is what clients and models send to leave an argument out. */
export function isAbsent(value: unknown): boolean {
  if (typeof value === 'string') return /^\s*(null|undefined)?\s*$/.test(value);
  if (Array.isArray(value)) return value.every(isAbsent);
  return value === null || value === undefined;
}

/**
 * A list may come as JSON text, as `a, b`, line by line, or as its only entry. Objects in it are only parsed: the tool
 * that gets them tidies them.
 */
function tidiedList(given: unknown, items: ListedSchema | undefined): unknown[] {
  const parsed = fromJson(given);
  const list =
    typeof parsed === 'string' && items?.type !== 'object'
      ? parsed.split(parsed.includes('\n') ? '\n' : ',').map((entry) => unquoted(entry.trim()))
      : Array.isArray(parsed)
        ? parsed
        : [parsed];
  return list
    .filter((entry) => !isAbsent(entry))
    .map((entry) => (items && items.type !== 'object' ? tidied(entry, items) : fromJson(entry)));
}

/** `"a"` and `'a'` without their quotation marks. */
function unquoted(entry: string): string {
  return /^(["']).+\1$/.test(entry) ? entry.slice(1, -1) : entry;
}

/** A checklist entry may come as `get_todo` shows it: `{"text": "Milk", "done": true}` is `[x] Milk`. */
function entryText(given: unknown): unknown {
  if (!isObject(given)) return given;
  const fields = Object.entries(given);
  const valueOf = (names: readonly string[]) => fields.find(([name]) => names.includes(name))?.[1];
  const text = valueOf(ENTRY_TEXT);
  const known = [...ENTRY_TEXT, ...ENTRY_DONE, 'item'];
  if (typeof text !== 'string' || fields.some(([name]) => !known.includes(name))) return given;
  const done = tidiedBoolean(valueOf(ENTRY_DONE));
  return typeof done === 'boolean' ? `[${done ? 'x' : ' '}] ${text}` : text;
}

/** Python writes `True`. */
function tidiedBoolean(given: unknown): unknown {
  const word = typeof given === 'string' ? given.trim().toLowerCase() : given;
  return word === 'true' ? true : word === 'false' ? false : given;
}

/** Matches the values of an enum ignoring case, and by other words for them. */
function tidiedWord(given: unknown, listed: ListedSchema): unknown {
  if (typeof given !== 'string' || !listed.enum) return given;
  const word = given.trim().toLowerCase();
  const value = listed.enum.includes(word) ? word : OTHER_WORDS.get(word);
  return value !== undefined && listed.enum.includes(value) ? value : given;
}

function fromJson(given: unknown): unknown {
  if (typeof given !== 'string' || !/^\s*[[{]/.test(given)) return given;
  try {
    return JSON.parse(given) as unknown;
  } catch {
    return given;
  }
}
