/**
 * Where to go after signing in: the path that one came from, if it is one of this site. `//evil` and `/\evil` name
 * other sites in a browser's eyes, as does anything that does not start with a slash.
 */
export function returnPath(from: string | null): string {
  if (!from || !/^\/(?![/\\])/.test(from)) return '/'
  const here = 'http://porthole.invalid'
  const url = URL.canParse(from, here) ? new URL(from, here) : null
  return url?.origin === here ? `${url.pathname}${url.search}${url.hash}` : '/'
}

export function signInPath(from: string): string {
  return from === '/' ? '/sign-in' : `/sign-in?from=${encodeURIComponent(from)}`
}
