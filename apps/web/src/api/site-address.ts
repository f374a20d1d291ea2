/**
 * The path below which the window is served, as Next was built with it; empty for none. A build has a word in its place
 * that is replaced in the finished files: docs/decisions/0018-a-path-in-front.md
 */
const basePath = process.env.NEXT_PUBLIC_BASE_PATH ?? ''

/** What Next's own links and router do by themselves, for everything else that names a path of this site. */
export const sitePath = (path: string): string => basePath + path

/** The whole address of a path, to be sent to somebody. */
export const siteAddress = (path: string): string => window.location.origin + sitePath(path)

export function socketAddress(path: string): URL {
  const url = new URL(siteAddress(path))
  url.protocol = url.protocol.replace('http', 'ws')
  return url
}
