import { type RefObject, useSyncExternalStore } from 'react'

/** Chromium can give the page keys that the system keeps (Esc, Alt+Tab) while it fills the screen. */
interface LockableKeyboard {
  lock?(): Promise<void>
}

function subscribe(listener: () => void): () => void {
  document.addEventListener('fullscreenchange', listener)
  return () => document.removeEventListener('fullscreenchange', listener)
}

export function useFullScreen(whole: RefObject<HTMLElement | null>): { on: boolean; toggle(): void } {
  const on = useSyncExternalStore(
    subscribe,
    () => document.fullscreenElement !== null,
    () => false,
  )
  const enter = async () => {
    await whole.current?.requestFullscreen()
    await (navigator as { keyboard?: LockableKeyboard }).keyboard?.lock?.()
  }
  return {
    on,
    toggle() {
      // A browser that refuses leaves the page as it is, which says enough.
      const done = on ? document.exitFullscreen() : enter()
      done.catch(() => {})
    },
  }
}
