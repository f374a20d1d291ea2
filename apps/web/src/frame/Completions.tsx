import type { Completion } from '../filter/complete-filter.ts'
import { texts } from '../texts/texts.ts'
import classes from './frame.module.css'

interface CompletionsProps {
  id: string
  completions: readonly Completion[]
  at: number
  onTake(completion: Completion): void
}

/** What the word at the caret may become. The field keeps the focus. */
export function Completions({ id, completions, at, onTake }: CompletionsProps) {
  return (
    <div id={id} role="listbox" aria-label={texts.filter.completions} className={classes.completions}>
      {completions.map((completion, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the focus and its keys
        <div
          key={completion.label}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === at}
          // The field would lose the focus, and the list with it, before the click.
          onPointerDown={event => event.preventDefault()}
          onClick={() => onTake(completion)}
        >
          <strong>{completion.label}</strong>
          <span>{completion.hint}</span>
          {i === Math.max(0, at) && <kbd>{texts.filter.completeKey}</kbd>}
        </div>
      ))}
    </div>
  )
}
