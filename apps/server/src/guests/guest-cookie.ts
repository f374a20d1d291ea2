import type { Config } from '../config.ts'

type Origin = Pick<Config, 'publicOrigin'>

const isSecure = ({ publicOrigin }: Origin) => publicOrigin?.startsWith('https:') ?? false

/** One for each link, so that a guest of two VMs has both. Browsers take "__Host-" only over https, for this host alone. */
const nameOf = (config: Origin, link: string) => `${isSecure(config) ? '__Host-' : ''}porthole-guest-${link}`

/** What puts a guest's secret into the browser: no script reads it, no other site sends it. */
export function guestCookie(config: Origin, link: string, secret: string, expiresAt: Date): string {
  const seconds = Math.max(1, Math.ceil((expiresAt.getTime() - Date.now()) / 1000))
  const secure = isSecure(config) ? '; Secure' : ''
  return `${nameOf(config, link)}=${secret}; Max-Age=${seconds}; Path=/; HttpOnly; SameSite=Strict${secure}`
}

/** The secret for a link in a `Cookie` header; null where there is none. */
export function readGuestCookie(config: Origin, link: string, header: string | undefined): string | null {
  const start = `${nameOf(config, link)}=`
  const pair = header?.split(/; */).find(text => text.startsWith(start))
  return pair?.slice(start.length) ?? null
}
