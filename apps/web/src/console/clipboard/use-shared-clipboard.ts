import { type RefObject, useEffect } from 'react'
import { useStore } from '../../api/store.ts'
import type { ConsoleLink } from '../console-link.ts'
import { canShareClipboard, keepsClipboardsStore, shareClipboard } from './share-clipboard.ts'

/** Shares the clipboard with the guest of `link`, where the person wants it; null where they do not control it. */
export function useSharedClipboard(link: ConsoleLink | null, screen: RefObject<HTMLElement | null>): void {
  const wanted = useStore(keepsClipboardsStore)
  useEffect(() => {
    if (!wanted || !link || !screen.current || !canShareClipboard()) return
    return shareClipboard(link, screen.current)
  }, [wanted, link, screen])
}
