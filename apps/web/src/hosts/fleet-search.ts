import { usePathname, useRouter, useSearchParams } from 'next/navigation'

/** The filter of the fleet lives in the address of the dashboard, so that it can be sent and goes back with Back. */
export function useSearch() {
  const router = useRouter()
  const path = usePathname()
  const query = useSearchParams().get('q') ?? ''
  const atHome = path === '/'
  return {
    atHome,
    query: atHome ? query : '',
    search(text: string) {
      const to = text === '' ? '/' : `/?q=${encodeURIComponent(text)}`
      // On the dashboard each letter filters, and none of them is a step back; from elsewhere it is a way there.
      if (atHome) window.history.replaceState(null, '', to)
      else router.push(to)
    },
  }
}
