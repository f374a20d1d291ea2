import { useSearchParams } from 'next/navigation'

/** Words of the address that say what is shown, so that it can be sent and comes back. Changing them is no step back. */
export function useAddress() {
  const params = useSearchParams()
  return {
    get: (name: string): string | null => params.get(name),
    set(name: string, value: string | null): void {
      const next = new URLSearchParams(window.location.search)
      if (value === null || value === '') next.delete(name)
      else next.set(name, value)
      const query = String(next).replaceAll('%2F', '/').replaceAll('%2C', ',')
      window.history.replaceState(null, '', `${window.location.pathname}${query === '' ? '' : `?${query}`}`)
    },
  }
}
