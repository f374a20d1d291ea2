import type { Host, NamedOnHost, Vm } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { acts, type VmAct } from '../vms/acts.ts'

/** Where one can go, or what one can do, without naming an object. */
export interface Place {
  readonly label: string
  readonly path: string
}

export type Found =
  | { readonly kind: 'vm'; readonly key: string; readonly vm: Vm; readonly by: string | null }
  | { readonly kind: 'act'; readonly key: string; readonly vm: Vm; readonly act: VmAct | 'openConsole' }
  | { readonly kind: 'host'; readonly key: string; readonly host: Host }
  | { readonly kind: 'pool' | 'network'; readonly key: string; readonly host: Host; readonly name: string }
  | { readonly kind: 'tag'; readonly key: string; readonly tag: string }
  | { readonly kind: 'place'; readonly key: string; readonly place: Place }

export interface Haystack {
  readonly vms: readonly Vm[]
  readonly hosts: readonly Host[]
  readonly places: readonly Place[]
  readonly pools: readonly NamedOnHost[]
  readonly networks: readonly NamedOnHost[]
}

const most = 12
const verbs = [...(Object.keys(acts) as VmAct[]), 'openConsole' as const].map(act => ({
  act,
  name: texts.acts.names[act].toLowerCase(),
}))

/** What the words name, the best first: an object by anything that names it, or an act and its VM ("start web-01"). */
export function find(text: string, { vms, hosts, places, pools, networks }: Haystack): Found[] {
  const words = text.trim().toLowerCase()
  if (words === '') return places.map(place => ({ kind: 'place', key: place.path, place }))
  const ranked: { found: Found; rank: number }[] = []
  /** At the same rank a host goes before a VM, and a VM before pools, networks, pages and tags. */
  const add = (rank: number, first: number, found: Found) => {
    if (rank > 0) ranked.push({ found, rank: rank + first })
  }
  for (const vm of vms) {
    const { rank, by } = rankOfVm(vm, words)
    add(rank, 0, { kind: 'vm', key: `vm ${vm.host} ${vm.id}`, vm, by })
  }
  for (const host of hosts) {
    const rank = Math.max(rankOf(host.name, words), rankOf(host.node?.hostname ?? '', words), inside(host.uri, words))
    add(rank, 0.5, { kind: 'host', key: `host ${host.id}`, host })
  }
  const onHosts = (kind: 'pool' | 'network', named: readonly NamedOnHost[], first: number) => {
    for (const { host: id, name } of named) {
      const host = hosts.find(host => host.id === id)
      if (!host) continue
      // Every host may have its "default": the host's name after it says which.
      const rank = rankOf(name, words) || (`${name} ${host.name}`.toLowerCase().startsWith(words) ? 8 : 0)
      add(rank, first, { kind, key: `${kind} ${id} ${name}`, host, name })
    }
  }
  onHosts('pool', pools, -0.1)
  onHosts('network', networks, -0.2)
  for (const place of places) add(rankOf(place.label, words), -0.25, { kind: 'place', key: place.path, place })
  for (const tag of tagsOf(vms)) add(rankOf(tag, words), -0.5, { kind: 'tag', key: `tag ${tag}`, tag })
  const found = ranked.toSorted((a, b) => b.rank - a.rank).map(({ found }) => found)
  return [...actsNamed(words, vms), ...found].slice(0, most)
}

/** How well a text is named by what was typed: whole, from its beginning, from a word's beginning, or somewhere. */
function rankOf(text: string, words: string): number {
  const at = text.toLowerCase().indexOf(words)
  if (at < 0) return 0
  if (at === 0) return text.length === words.length ? 10 : 8
  return /[^\p{L}\p{N}]/u.test(text.charAt(at - 1)) ? 6 : 4
}

/** Something long that nobody types whole: found by a part of it, and below what is found by its name. */
const inside = (text: string, words: string) => (words.length > 2 && text.toLowerCase().includes(words) ? 3 : 0)

function rankOfVm(vm: Vm, words: string): { rank: number; by: string | null } {
  const byName = Math.max(rankOf(vm.name, words), rankOf(vm.title ?? '', words) - 1)
  if (byName > 0) return { rank: byName, by: null }
  for (const ip of vm.ips) if (ip.startsWith(words)) return { rank: ip === words ? 9 : 5, by: ip }
  for (const mac of vm.macs) if (mac.startsWith(words)) return { rank: mac === words ? 9 : 5, by: mac }
  if (words.length > 3 && vm.id.startsWith(words)) return { rank: 9, by: vm.id }
  const text = [...vm.diskPaths, vm.notes ?? ''].find(text => inside(text, words) > 0)
  return text === undefined ? { rank: 0, by: null } : { rank: text.toLowerCase() === words ? 9 : 3, by: text }
}

/** "start web" names an act first: the VMs that it could mean, by the rest of the words. */
function actsNamed(words: string, vms: readonly Vm[]): Found[] {
  return verbs.flatMap(({ act, name }) => {
    const verb = name.split(' ').length > 1 && words.startsWith(`${name} `) ? name : words.split(' ')[0]
    if (!verb || !name.startsWith(verb) || !words.startsWith(`${verb} `)) return []
    const rest = words.slice(verb.length).trim()
    if (rest === '') return []
    return vms
      .map(vm => ({ vm, rank: rankOfVm(vm, rest).rank }))
      .filter(({ rank }) => rank > 0)
      .toSorted((a, b) => b.rank - a.rank)
      .slice(0, 4)
      .map(({ vm }) => ({ kind: 'act' as const, key: `${act} ${vm.host} ${vm.id}`, vm, act }))
  })
}

function tagsOf(vms: readonly Vm[]): Set<string> {
  return new Set(vms.flatMap(({ tags }) => tags))
}
