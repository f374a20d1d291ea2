import { returnPath } from './return-path.ts'

const key = 'porthole-return'

/** Remembers in this tab where somebody wanted to go, while they are at the provider. */
export function keepReturnPath(): void {
  sessionStorage.setItem(key, returnPath(new URLSearchParams(window.location.search).get('from')))
}

export function takeReturnPath(): string {
  const path = returnPath(sessionStorage.getItem(key))
  sessionStorage.removeItem(key)
  return path
}
