import type { Config } from '../config.ts'

/** How browsers see this server. */
export type Seen = Pick<Config, 'publicOrigin' | 'basePath'>

/** What all our cookies have in common: how their names begin, and where browsers send them. */
interface CookieScope {
  readonly prefix: '' | '__Host-' | '__Secure-'
  readonly path: string
  readonly secure: boolean
}

/**
 * Browsers take a "__Host-" cookie only over https, for this host alone and for all its paths. Where others serve other
 * paths of this host, their servers shall not get ours: docs/decisions/0018-a-path-in-front.md
 */
export function cookieScope({ publicOrigin, basePath }: Seen): CookieScope {
  const secure = publicOrigin?.startsWith('https:') ?? false
  const prefix = !secure ? '' : basePath === '' ? '__Host-' : '__Secure-'
  return { prefix, path: basePath === '' ? '/' : basePath, secure }
}
