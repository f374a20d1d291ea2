import { cookieScope, type Seen } from '../auth/cookie-scope.ts'

/** One for each link, so that a guest of two VMs has both. */
const nameOf = (config: Seen, link: string) => `${cookieScope(config).prefix}porthole-guest-${link}`

/** What puts a guest's secret into the browser: no script reads it, no other site sends it. */
export function guestCookie(config: Seen, link: string, secret: string, expiresAt: Date): string {
  const seconds = Math.max(1, Math.ceil((expiresAt.getTime() - Date.now()) / 1000))
  const { path, secure } = cookieScope(config)
  return `${nameOf(config, link)}=${secret}; Max-Age=${seconds}; Path=${path}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
}

/** The secret for a link in a `Cookie` header; null where there is none. */
export function readGuestCookie(config: Seen, link: string, header: string | undefined): string | null {
  const start = `${nameOf(config, link)}=`
  const pair = header?.split(/; */).find(text => text.startsWith(start))
  return pair?.slice(start.length) ?? null
}
