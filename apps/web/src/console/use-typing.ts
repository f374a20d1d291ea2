import { type RefObject, useEffect, useState } from 'react'

/** Whether keys go to the guest now: its picture has the focus, and the window has it too. */
export function useTyping(screen: RefObject<HTMLElement | null>): boolean {
  const [typing, setTyping] = useState(false)
  useEffect(() => {
    const look = () => setTyping(document.hasFocus() && screen.current?.contains(document.activeElement) === true)
    const events = ['focusin', 'focusout'] as const
    // The element that gets the focus is known only after the one before it has lost it.
    const soon = () => queueMicrotask(look)
    for (const name of events) document.addEventListener(name, soon)
    window.addEventListener('focus', look)
    window.addEventListener('blur', look)
    return () => {
      for (const name of events) document.removeEventListener(name, soon)
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', look)
    }
  }, [screen])
  return typing
}
