import { type RefObject, useEffect, useState } from 'react'
import { observeVisible } from './use-visible.ts'
import { whenIdle } from './when-idle.ts'

type Look = 'not-yet' | 'now' | 'before'

/**
 * Whether somebody looks at the element: it is on the screen, and the browser had a moment for it. What one only scrolls
 * past costs no more than its plain words. `ever` stays once it was so.
 */
export function useLookedAt(ref: RefObject<Element | null>): { now: boolean; ever: boolean } {
  const [look, setLook] = useState<Look>('not-yet')
  useEffect(() => {
    const element = ref.current
    if (!element) return
    let forget = () => {}
    const end = observeVisible(element, visible => {
      forget()
      if (visible) forget = whenIdle(() => setLook('now'))
      else setLook(look => (look === 'now' ? 'before' : look))
    })
    return () => {
      forget()
      end()
    }
  }, [ref])
  return { now: look === 'now', ever: look !== 'not-yet' }
}
