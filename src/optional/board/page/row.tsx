/** A row of the list, with its controls and the menu of days. */
import { Component } from 'preact';

import { Editor } from './editor.tsx';
import { Icon, type IconName } from './icon.tsx';
import { canMove, weekFrom } from './model.ts';
import type { RowProps } from './view.ts';
import { type Fact, factsOf, shortDay } from './words.ts';

/** The icons of facts; labels and priorities have none. */
const ICONS: Partial<Record<Fact['kind'], IconName>> = {
  overdue: 'due',
  early: 'due',
  due: 'due',
  planned: 'planned',
  repeat: 'repeat',
  progress: 'progress',
};

/** One todo. It is drawn again only if something about it differs. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const before: Record<string, unknown> = { ...this.props };
    return Object.entries(next).some(([name, value]) => before[name] !== value);
  }

  override render(props: RowProps) {
    const { board, todo, isPending, canChange, error, panel } = props;
    const { id, title, completed, priority } = todo;
    // Until the server has given a new todo its id, nothing can be done with it.
    const isUsable = canChange && id > 0;
    return (
      <li
        data-id={id}
        class={[completed && 'done', isPending && 'pending'].filter(Boolean).join(' ')}
        draggable={isUsable && !completed}
      >
        <input
          type="checkbox"
          class={`tick ${priority ?? ''}`}
          data-focus="tick"
          aria-label={title}
          checked={completed}
          disabled={!isUsable}
          onChange={({ currentTarget: { checked } }) => board.tick(id, checked)}
        />
        <Body {...props} isUsable={isUsable} />
        {isUsable && !completed && (
          <button
            class="plain move"
            data-focus="move"
            aria-label={`Move ${title} to another day`}
            aria-expanded={panel === 'move'}
            onClick={() => board.drafts.toggle(id, 'move')}
          >
            <Icon name="move" />
          </button>
        )}
        {error && <RowError text={error} />}
        {panel === 'move' && <MoveMenu {...props} />}
        {panel === 'edit' && <Editor {...props} />}
      </li>
    );
  }
}

function Body({ isUsable, ...props }: RowProps & { readonly isUsable: boolean }) {
  const { board, todo, panel } = props;
  if (!isUsable) {
    return (
      <div class="body">
        <Content {...props} />
      </div>
    );
  }
  return (
    <button
      class="body"
      data-focus="edit"
      aria-expanded={panel === 'edit'}
      onClick={() => board.drafts.toggle(todo.id, 'edit')}
    >
      <Content {...props} />
    </button>
  );
}

function RowError({ text }: { readonly text: string }) {
  return (
    <p class="error" role="alert" dir="auto">
      {text}
    </p>
  );
}

/** The title, and what else there is to know. */
function Content({ todo, group, today, format, draft, panel }: RowProps) {
  const facts = factsOf(todo, group, today, format);
  return (
    <>
      <span class="title" dir="auto">
        {todo.title}
      </span>{' '}
      <span class="facts">
        {draft && panel !== 'edit' && <span class="fact early">not saved</span>}
        {facts.map(({ kind, text }) => {
          const icon = ICONS[kind];
          return (
            <span key={text} class={`fact ${kind}`} dir="auto">
              {icon && <Icon name={icon} />}
              {text}
            </span>
          );
        })}
      </span>
    </>
  );
}

/** The days to move a todo to. */
function MoveMenu({ board, todo, today, format }: RowProps) {
  const { planned, due, title } = todo;
  const current = planned ?? due;
  const days = [...weekFrom(today), ''];
  return (
    <div class="panel days" role="group" aria-label={`Move ${title} to`}>
      {days.map((day) => (
        <button
          key={day}
          class="day"
          aria-pressed={current === day}
          disabled={current !== day && !canMove(todo, day)}
          ref={(it) =>
            void (day === today && it && !it.parentElement?.contains(document.activeElement) && it.focus())
          }
          onClick={() => board.move(todo.id, day)}
        >
          {day ? shortDay(day, today, format) : 'No day'}
        </button>
      ))}
      <input
        type="date"
        aria-label="Another day"
        min={today}
        onChange={({ currentTarget: { value } }) => value && board.move(todo.id, value)}
      />
    </div>
  );
}
