import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'

export const searchId = 'fleet-search'

/** Where `g` and one more key lead. */
const places: Readonly<Record<string, string>> = { h: '/', t: '/timeline' }
const secondKeyMs = 1500

/** Keys that work anywhere but in a field, a dialog or a console: search, places and the list of keys. */
export function useShortcuts(open: { keys(): void; palette(): void }): void {
  const router = useRouter()
  const show = useRef(open)
  useEffect(() => {
    show.current = open
  })
  useEffect(() => {
    let gAt = Number.NEGATIVE_INFINITY
    const onKey = (event: KeyboardEvent) => {
      const toAnything = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k'
      // The browser's own use of it would lead out of the page.
      if (toAnything) event.preventDefault()
      if (!toAnything && (event.ctrlKey || event.altKey || event.metaKey || types(event.target))) return
      if (document.querySelector('dialog[open]')) return
      if (toAnything) show.current.palette()
      else if (event.key === '/') document.getElementById(searchId)?.focus()
      else if (event.key === '?') show.current.keys()
      else if (event.key === 'g') gAt = event.timeStamp
      else if (event.timeStamp - gAt < secondKeyMs && places[event.key]) router.push(places[event.key] ?? '/')
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [router])
}

function types(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|CANVAS)$/.test(target.tagName))
  )
}
