import { useEffect, useRef } from 'react'

export const searchId = 'fleet-search'

/** Keys that work anywhere but in a field, a dialog or a console: search and the list of keys. */
export function useShortcuts(showKeys: () => void): void {
  const show = useRef(showKeys)
  useEffect(() => {
    show.current = showKeys
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const toSearch = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'
      if (!toSearch && (event.ctrlKey || event.altKey || event.metaKey || types(event.target))) return
      if (document.querySelector('dialog[open]')) return
      if (toSearch || event.key === '/') document.getElementById(searchId)?.focus()
      else if (event.key === '?') show.current()
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function types(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|CANVAS)$/.test(target.tagName))
  )
}
