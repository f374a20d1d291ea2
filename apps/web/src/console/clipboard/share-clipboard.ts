import { Store } from '../../api/store.ts'
import type { ConsoleLink } from '../console-link.ts'

const storageKey = 'porthole.console-clipboard'

/** Whether this browser lets a page at its clipboard: only over TLS or on this machine, and with the person's leave. */
export const canShareClipboard = (): boolean =>
  typeof navigator.clipboard?.readText === 'function' && typeof navigator.clipboard.writeText === 'function'

/** Whether the person wants both clipboards kept the same. */
export const keepsClipboardsStore = new Store(
  typeof localStorage !== 'undefined' && localStorage.getItem(storageKey) === '1',
)

export function keepsClipboards(on: boolean): void {
  localStorage.setItem(storageKey, on ? '1' : '0')
  keepsClipboardsStore.set(on)
}

/**
 * Keeps the clipboards of this computer and of a guest the same while its picture has the keyboard: what is copied there
 * is here at once, what was copied here is there when one comes back to the picture. The answer ends it.
 */
export function shareClipboard(link: ConsoleLink, picture: HTMLElement): () => void {
  let last: string | null = null
  const toHere = () => {
    const text = link.clipboard.get()
    if (!text || text === last || !document.hasFocus()) return
    last = text
    // Whoever forbade it has been asked, and can still copy by hand.
    navigator.clipboard.writeText(text).catch(() => {})
  }
  const toGuest = async () => {
    if (!picture.contains(document.activeElement)) return
    const text = await navigator.clipboard.readText().catch(() => '')
    if (text !== '' && text !== last && link.giveText(text)) last = text
  }
  const toGuestSoon = () => void toGuest()
  const leave = link.clipboard.subscribe(toHere)
  picture.addEventListener('focusin', toGuestSoon)
  window.addEventListener('focus', toGuestSoon)
  return () => {
    leave()
    picture.removeEventListener('focusin', toGuestSoon)
    window.removeEventListener('focus', toGuestSoon)
  }
}
