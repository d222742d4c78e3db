/** The editor below a row. */
import { Component } from 'preact';

import { type Field, fieldsOf, INCOMPLETE } from './fields.ts';
import { PRIORITY_NAMES } from './model.ts';
import type { RowProps } from './view.ts';

/** Links in notes; what follows a sentence isn't part of them. */
const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g;

/** The whole todo below its row, to change everything about it. */
export function Editor(props: RowProps) {
  const { board, todo, whole = todo } = props;
  const { title } = todo;
  const links = `${title} ${whole.description ?? ''}`.match(LINK) ?? [];
  const { abilities } = board.store.state;
  return (
    <div
      class="panel editor"
      role="group"
      aria-label={`Edit ${title}`}
      onKeyDown={({ key, target, isComposing }) => {
        const isField =
          target instanceof HTMLInputElement && target.type !== 'checkbox' && !target.dataset['step'];
        if (key === 'Enter' && !isComposing && isField) closeSaved(props);
      }}
    >
      <TextField {...props} name="Title" field="title" class="wide" maxlength={200} isFirst />
      <TextField {...props} name="Notes" field="notes" class="wide" isLong disabled={!props.whole} />
      {abilities?.opensLinks &&
        [...new Set(links)].map((url) => (
          <button key={url} class="link" onClick={() => board.openLink(url)}>
            Open {url}
          </button>
        ))}
      <TextField {...props} name="Due" field="due" type="date" />
      <TextField {...props} name="Time" field="time" type="time" />
      <TextField {...props} name="Planned" field="planned" type="date" />
      <Priority {...props} />
      <TextField {...props} name="Repeats" field="repeat" placeholder="every mon" />
      <TextField {...props} name="Project" field="project" maxlength={100} />
      <TextField {...props} name="Tags" field="tags" placeholder="home, phone" class="double" />
      <Checklist {...props} whole={whole} />
      <Buttons {...props} />
    </div>
  );
}

function Buttons(props: RowProps) {
  const { board, todo, draft } = props;
  const { id } = todo;
  return (
    <div class="buttons">
      <button class="strong" onClick={() => closeSaved(props)}>
        Save
      </button>
      <button onClick={() => board.drafts.discard(id)}>{draft ? 'Discard' : 'Close'}</button>
      {board.store.state.abilities?.takesMessages && (
        <button onClick={() => board.breakDown(id)}>Break down</button>
      )}
      <button class="delete" onClick={() => board.delete(id)}>
        Delete
      </button>
    </div>
  );
}

function closeSaved({ board, todo }: RowProps): void {
  if (board.drafts.save(todo.id)) board.drafts.close();
}

interface TextFieldProps extends RowProps {
  readonly name: string;
  readonly field: Field;
  readonly type?: string;
  readonly class?: string;
  readonly placeholder?: string;
  readonly maxlength?: number;
  readonly disabled?: boolean;
  readonly isFirst?: boolean;
  readonly isLong?: boolean;
}

/**
 * A field of text. The element keeps its own value, because half a date has none: it is set only when the todo changes
 * elsewhere.
 */
class TextField extends Component<TextFieldProps> {
  #element: HTMLInputElement | HTMLTextAreaElement | null = null;

  override componentDidMount(): void {
    this.#show();
    if (this.props.isFirst) this.#element?.focus({ preventScroll: true });
  }

  override componentDidUpdate(): void {
    this.#show();
  }

  override render({ board, todo, field, name, class: width = '', ...props }: TextFieldProps) {
    const { type, placeholder, maxlength, disabled, isLong } = props;
    const given = {
      ...(type && { type }),
      ...(placeholder && { placeholder }),
      ...(maxlength && { maxlength }),
      ...(disabled && { disabled }),
      dir: 'auto' as const,
      ref: (element: HTMLInputElement | HTMLTextAreaElement | null) => void (this.#element = element),
      onInput: ({
        currentTarget: { value, validity },
      }: {
        currentTarget: HTMLInputElement | HTMLTextAreaElement;
      }) => board.drafts.type(todo.id, field, validity.badInput ? INCOMPLETE : value),
    };
    return (
      <label class={`field ${width}`}>
        <span>{name}</span>
        {isLong ? <textarea rows={3} {...given} /> : <input {...given} />}
      </label>
    );
  }

  #show(): void {
    const { todo, whole = todo, field, draft } = this.props;
    const value = draft?.edits[field]?.value ?? fieldsOf(whole)[field];
    if (this.#element && value !== INCOMPLETE && value !== this.#element.value) this.#element.value = value;
  }
}

function Priority({ board, todo, whole = todo, draft }: RowProps) {
  const value = draft?.edits.priority?.value ?? fieldsOf(whole).priority;
  return (
    <label class="field">
      <span>Priority</span>
      <select
        value={value}
        onChange={({ currentTarget }) => board.drafts.type(todo.id, 'priority', currentTarget.value)}
      >
        {['', ...PRIORITY_NAMES].map((name) => (
          <option key={name} value={name}>
            {name || 'none'}
          </option>
        ))}
      </select>
    </label>
  );
}

function Checklist({ board, todo: { id }, whole, draft }: RowProps) {
  if (!whole) return null;
  return (
    <fieldset class="wide">
      <legend>Steps</legend>
      {whole.checklist?.map(({ item, text, done }) => (
        <label key={item} class={done ? 'step done' : 'step'}>
          <input
            type="checkbox"
            class="tick"
            checked={done}
            onChange={({ currentTarget: { checked } }) => board.drafts.tickEntry(id, item, checked)}
          />
          <span dir="auto">{text}</span>
        </label>
      ))}
      <input
        data-step="new"
        aria-label="New step"
        placeholder="Add a step"
        dir="auto"
        maxlength={200}
        value={draft?.step ?? ''}
        onInput={({ currentTarget: { value } }) => board.drafts.typeStep(id, value)}
        onKeyDown={({ key, isComposing }) => {
          if (key === 'Enter' && !isComposing) board.drafts.addStep(id);
        }}
      />
    </fieldset>
  );
}
