import { whoExcludes } from '../filter/match-filter.ts'
import type { Term } from '../filter/parse-filter.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import { type FiguresOf, subjectsOf } from './fleet.ts'
import classes from './hosts.module.css'
import type { Shown } from './table-items.ts'

interface NothingFoundProps {
  fleet: Shown
  terms: readonly Term[]
  figuresOf: FiguresOf
  onSearch(query: string): void
}

/** No VM is left: says what each word of the filter does to that, and leaves out the one that is pressed. */
export function NothingFound({ fleet, terms, figuresOf, onSearch }: NothingFoundProps) {
  const shares = whoExcludes(terms, subjectsOf(fleet, figuresOf))
  const without = (gone: Term) => terms.flatMap(term => (term === gone ? [] : [term.text])).join(' ')
  return (
    <EmptyState
      title={texts.filter.noneTitle}
      actions={<Button onClick={() => onSearch('')}>{texts.filter.clear}</Button>}
    >
      <ul className={classes.shares}>
        {shares.map(({ term, alone, without: found }) => (
          <li key={term.start}>
            <code>{term.text}</code>
            <span>{texts.filter.excludes(alone, found)}</span>
            <IconButton label={texts.filter.drop(term.text)} size={24} onClick={() => onSearch(without(term))}>
              <CloseIcon size={12} />
            </IconButton>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}
