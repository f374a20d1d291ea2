import type { VmKey } from '../../api/vm-key.ts'
import type { VmAddress } from '../../vms/use-vm-address.ts'

/** More pictures than that are too small to read. */
export const mostConsoles = 9

/** The page with the consoles of these VMs. A host is named only where another one has the same UUID. */
export function consolesPath(vms: readonly VmKey[], twins: ReadonlySet<string>): string {
  return `/consoles${consolesQuery(vms.map(({ id, host }) => ({ id, host: twins.has(id) ? host : null })))}`
}

/** One more beside those that are looked at now. */
export function pathBeside(vm: VmKey, twins: ReadonlySet<string>): string {
  const here = /\/consoles\/?$/.test(window.location.pathname)
  const others = here ? consolesIn(new URLSearchParams(window.location.search)) : []
  const address = { id: vm.id, host: twins.has(vm.id) ? vm.host : null }
  return `/consoles${consolesQuery([...others.slice(0, mostConsoles - 1), address])}`
}

export function consolesQuery(addresses: readonly VmAddress[]): string {
  const named = addresses.map(address => `vm=${encodeURIComponent(addressKey(address))}`)
  return named.length === 0 ? '' : `?${named.join('&')}`
}

/** Which VMs an address names, each once and no more than fit. */
export function consolesIn(query: URLSearchParams): VmAddress[] {
  return [...new Set(query.getAll('vm'))].slice(0, mostConsoles).map(text => {
    const [id = '', host = null] = text.split('@')
    return { id, host }
  })
}

export const addressKey = ({ id, host }: VmAddress): string => (host === null ? id : `${id}@${host}`)
