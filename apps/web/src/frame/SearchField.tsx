import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { type Completion, completeFilter } from '../filter/complete-filter.ts'
import { useFleet } from '../hosts/fleet.ts'
import { useFleetView } from '../hosts/fleet-view.ts'
import { texts } from '../texts/texts.ts'
import { SearchIcon } from '../ui/icons.tsx'
import { Completions } from './Completions.tsx'
import classes from './frame.module.css'
import { searchId } from './use-shortcuts.ts'

/** Filters the fleet as one types, and completes its language; from another page, Enter leads to what was found. */
export function SearchField() {
  const { atHome, query, search } = useFleetView()
  const field = useRef<HTMLInputElement>(null)
  const listId = useId()
  const [draft, setDraft] = useState(query)
  /** Where the caret is while completions are offered; null while none are. */
  const [caret, setCaret] = useState<number | null>(null)
  /** The completion that arrows have chosen; -1 before. */
  const [at, setAt] = useState(-1)
  const vocabulary = useVocabulary(caret !== null)
  const completions = useMemo(
    () => (caret === null ? [] : completeFilter(draft, caret, vocabulary)),
    [draft, caret, vocabulary],
  )
  // The address follows the field a moment later; while one types, the field is ahead and must not be set back.
  useEffect(() => {
    if (document.activeElement !== field.current) setDraft(query)
  }, [query])
  const to = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (to.current !== null) field.current?.setSelectionRange(to.current, to.current)
    to.current = null
  })
  const enter = (text: string, caret: number | null) => {
    setDraft(text)
    setCaret(caret)
    setAt(-1)
    if (atHome) search(text)
  }
  const take = (completion: Completion) => {
    to.current = completion.caret
    enter(completion.text, completion.caret)
    field.current?.focus()
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const chosen = completions[at]
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && completions.length > 0) setAt((at + step + completions.length) % completions.length)
    else if (event.key === 'Tab' && completions[0] && !event.shiftKey) take(chosen ?? completions[0])
    else if (event.key === 'Enter' && chosen) take(chosen)
    else if (event.key === 'Escape' && completions.length > 0) setCaret(null)
    else if (event.key === 'Enter' && !atHome) search(draft)
    else if (event.key === 'Escape') {
      enter('', null)
      event.currentTarget.blur()
    } else if (event.key === 'ArrowDown' || event.key === 'Enter') {
      document.querySelector<HTMLElement>('[data-vm]')?.focus()
    } else return
    event.preventDefault()
  }
  return (
    <search className={classes.search}>
      <SearchIcon size={14} />
      <input
        ref={field}
        id={searchId}
        type="search"
        role="combobox"
        aria-label={texts.frame.search}
        aria-expanded={completions.length > 0}
        aria-controls={listId}
        aria-activedescendant={completions[at] && `${listId}-${at}`}
        placeholder={texts.frame.search}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={({ currentTarget: { value, selectionStart } }) => enter(value, selectionStart)}
        onKeyDown={keys}
        onBlur={() => setCaret(null)}
      />
      <kbd>{texts.frame.searchKeys}</kbd>
      {completions.length > 0 && <Completions id={listId} completions={completions} at={at} onTake={take} />}
    </search>
  )
}

/** The names that values can be completed with; gathered only while somebody types. */
function useVocabulary(wanted: boolean): Readonly<Record<string, readonly string[]>> {
  const { hosts, vms, folders } = useFleet()
  return useMemo(() => {
    if (!wanted) return {}
    const all = (of: (vm: (typeof vms)[number]) => readonly string[]) => [...new Set(vms.flatMap(of))].sort()
    return {
      host: (hosts ?? []).map(({ host }) => host.name),
      folder: [...folders.values()],
      tag: all(({ tags }) => tags),
      os: all(({ os }) => (os === null ? [] : [os])),
      net: all(({ networks }) => networks),
      owner: all(({ owner }) => (owner === null ? [] : [owner])),
      snapshot: all(({ snapshots }) => snapshots),
    }
  }, [wanted, hosts, vms, folders])
}
