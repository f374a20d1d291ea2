// The more special first: all of them call themselves Mozilla, and most Safari or Chrome too.
const browsers = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const systems = [
  ['Android', 'Android'],
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'macOS'],
  ['Linux', 'Linux'],
] as const

/** "Firefox on Linux", as far as the browser tells; null when it does not. */
export function browserName(agent: string | null): string | null {
  const named = (list: readonly (readonly [string, string])[]) => list.find(([mark]) => agent?.includes(mark))?.[1]
  const browser = named(browsers)
  const system = named(systems)
  return browser ? (system ? `${browser} on ${system}` : browser) : (agent?.slice(0, 60) ?? null)
}
