/** The part of an address below the path in front; what comes without that path stays as it is, as some proxies take it off. */
export function belowBase(url: string, basePath: string): string {
  if (basePath === '' || !url.startsWith(basePath)) return url
  const rest = url.slice(basePath.length)
  if (rest.startsWith('/')) return rest
  // What Next asks for before it shows the first page: the one file that has the path's own name.
  if (/^\.txt(\?|$)/.test(rest)) return `/index${rest}`
  return rest === '' || rest.startsWith('?') ? `/${rest}` : url
}
