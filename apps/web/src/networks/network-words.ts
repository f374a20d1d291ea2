import type { Network, NetworkDetails } from '@porthole/contract'
import { networksTexts as words } from '../texts/networks-texts.ts'

/** A mode that has no word here is told in libvirt's. */
export const modeOf = ({ mode }: Pick<Network, 'mode'>): string => words.modes[mode] ?? mode

export const stateOf = ({ active }: Pick<Network, 'active'>): string => (active ? words.active : words.inactive)

const mostNamed = 8

/** "web-01, web-02 and 3 VMs that you may not see", and whether that is one alone; null for nobody. */
export function usersInWords(
  { vms, others }: Pick<NetworkDetails, 'vms' | 'others'>,
  only: 'on' | 'all',
): { names: string; one: boolean } | null {
  const seen = vms.filter(({ active }) => active || only === 'all').map(({ name }) => name)
  const hidden = others.on + (only === 'all' ? others.off : 0)
  const named = seen.slice(0, mostNamed)
  const rest = seen.length - named.length + hidden
  const more = rest === hidden ? words.onlyOthers(hidden) : words.moreUsers(rest)
  const names = rest === 0 ? named : [...named, more]
  return names.length === 0 ? null : { names: words.list(names), one: seen.length + hidden === 1 }
}
