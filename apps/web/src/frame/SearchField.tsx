import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useFleetView } from '../hosts/fleet-view.ts'
import { texts } from '../texts/texts.ts'
import { SearchIcon } from '../ui/icons.tsx'
import classes from './frame.module.css'
import { searchId } from './use-shortcuts.ts'

/** Filters the fleet as one types; from another page, Enter leads to what was found. */
export function SearchField() {
  const { atHome, query, search } = useFleetView()
  const field = useRef<HTMLInputElement>(null)
  const [draft, setDraft] = useState(query)
  // The address follows the field a moment later; while one types, the field is ahead and must not be set back.
  useEffect(() => {
    if (document.activeElement !== field.current) setDraft(query)
  }, [query])
  const enter = (text: string) => {
    setDraft(text)
    if (atHome) search(text)
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !atHome) search(draft)
    else if (event.key === 'Escape') {
      enter('')
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
        aria-label={texts.frame.search}
        placeholder={texts.frame.search}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={event => enter(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <kbd>{texts.frame.searchKeys}</kbd>
    </search>
  )
}
