import { type KeyboardEvent, useState } from 'react'
import { useSearch } from '../hosts/fleet-search.ts'
import { texts } from '../texts/texts.ts'
import { SearchIcon } from '../ui/icons.tsx'
import classes from './frame.module.css'
import { searchId } from './use-shortcuts.ts'

/** Filters the fleet as one types; from another page, Enter leads to what was found. */
export function SearchField() {
  const { atHome, query, search } = useSearch()
  const [draft, setDraft] = useState('')
  const shown = atHome ? query : draft
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !atHome) {
      search(draft)
      setDraft('')
    } else if (event.key === 'Escape') {
      if (atHome) search('')
      else setDraft('')
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
        id={searchId}
        type="search"
        aria-label={texts.frame.search}
        placeholder={texts.frame.search}
        autoComplete="off"
        spellCheck={false}
        value={shown}
        onChange={event => (atHome ? search : setDraft)(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <kbd>{texts.frame.searchKeys}</kbd>
    </search>
  )
}
