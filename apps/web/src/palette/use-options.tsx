import type { StoragePlace, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { orpc } from '../api/client.ts'
import { useLive } from '../api/LiveFleet.tsx'
import { pathBeside } from '../console/grid/consoles-path.ts'
import { quoted } from '../filter/parse-filter.ts'
import { type Fleet, staleSince } from '../hosts/fleet.ts'
import { hostPath, networkPath, poolPath } from '../hosts/host-path.ts'
import { useSession } from '../session/SessionContext.tsx'
import { texts } from '../texts/texts.ts'
import { ConsoleIcon, HostIcon, ListIcon, SearchIcon } from '../ui/icons.tsx'
import { useVmActs } from '../vms/acting-context.ts'
import { acts, type VmAct, whyNot } from '../vms/acts.ts'
import { StateIcon } from '../vms/StateIcon.tsx'
import { vmEntries } from '../vms/VmMenu.tsx'
import { vmPath } from '../vms/vm-path.ts'
import { type Found, find, type Place } from './find.ts'

const words = texts.palette

/** One line of the palette. */
export interface Option {
  readonly key: string
  readonly label: string
  readonly hint: string
  readonly icon: ReactNode
  /** Why it can't be chosen now. */
  readonly why: string | null
  /** Its acts come one step further. */
  readonly vm: Vm | null
  choose(): void
}

/** What was found for the words; `within` shows what can be done with one VM instead. */
export function useOptions(text: string, fleet: Fleet, within: Vm | null): Option[] {
  const router = useRouter()
  const { ask } = useVmActs()
  const live = useLive()
  const places = usePlaces()
  const storage = useStorageAt(text)
  const { pools, networks } = useNamed()
  const { hosts, vms, twins } = fleet
  return useMemo(() => {
    const hostOf = (vm: Vm) => hosts?.find(({ host }) => host.id === vm.host)?.host
    const go = (path: string) => () => router.push(path)
    const ofVm = (vm: Vm, act: VmAct | 'openConsole'): Omit<Option, 'key' | 'label' | 'hint'> => ({
      icon: act === 'openConsole' ? <ConsoleIcon /> : iconOf(act),
      why: whyNot(vm, act, staleSince(hostOf(vm), live)),
      vm: null,
      choose: () => (act === 'openConsole' ? router.push(vmPath(vm, 'console', twins)) : ask(vm, act)),
    })
    if (within) {
      const matches = ({ label }: { label: string }) => label.toLowerCase().includes(text.trim().toLowerCase())
      const console = {
        key: 'openConsole',
        label: texts.acts.names.openConsole,
        hint: '',
        ...ofVm(within, 'openConsole'),
      }
      const rest = vmEntries(within, null, () => {}).map(({ key, label }) => ({
        ...{ key, label, hint: '' },
        ...ofVm(within, key as VmAct),
      }))
      const beside = {
        ...{ ...console, key: 'beside', label: words.beside },
        choose: () => router.push(pathBeside(within, twins)),
      }
      return [console, beside, ...rest].filter(matches)
    }
    const option = (found: Found): Option => {
      const { key } = found
      switch (found.kind) {
        case 'act': {
          const { vm, act } = found
          return { key, label: `${texts.acts.names[act]} ${vm.name}`, hint: hostOf(vm)?.name ?? '', ...ofVm(vm, act) }
        }
        case 'vm': {
          const { vm, by } = found
          const hint = [by, hostOf(vm)?.name, texts.vms.states[vm.state]].filter(Boolean).join(' · ')
          return {
            key,
            label: vm.name,
            hint,
            icon: <StateIcon state={vm.state} />,
            why: null,
            vm,
            choose: go(vmPath(vm, '', twins)),
          }
        }
        case 'host': {
          const { host } = found
          const hint = `${words.host} · ${texts.hosts.states[host.state]}`
          return { key, label: host.name, hint, icon: <HostIcon />, why: null, vm: null, choose: go(hostPath(host)) }
        }
        case 'pool':
        case 'network': {
          const { kind, host, name } = found
          const to = (kind === 'pool' ? poolPath : networkPath)(host, name)
          const hint = [words[kind], host.name].join(' · ')
          return { key, label: name, hint, icon: <HostIcon />, why: null, vm: null, choose: go(to) }
        }
        case 'tag': {
          const to = `/?q=${encodeURIComponent(`tag=${quoted(found.tag)}`)}`
          return { key, label: found.tag, hint: words.tag, icon: <SearchIcon />, why: null, vm: null, choose: go(to) }
        }
        case 'place':
          return {
            key,
            label: found.place.label,
            hint: '',
            icon: <ListIcon />,
            why: null,
            vm: null,
            choose: go(found.place.path),
          }
      }
    }
    const seen = (hosts ?? []).map(({ host }) => host).filter(({ can }) => can.includes('host.see'))
    const found = find(text, { vms, hosts: seen, places, pools, networks })
    const keys = new Set(found.map(({ key }) => key))
    const users: Found[] = vms
      .filter(vm => storage.some(place => place.vms.some(({ id, host }) => id === vm.id && host === vm.host)))
      .map(vm => ({ kind: 'vm' as const, key: `vm ${vm.host} ${vm.id}`, vm, by: text.trim() }))
    const lying = storage.flatMap((place): Option[] => {
      const host = seen.find(({ id }) => id === place.host)
      if (host === undefined) return []
      const hint = [place.volume === null ? words.pool : words.volumeIn(place.pool), host.name].join(' · ')
      const label = place.volume ?? place.pool
      const key = `storage ${host.id} ${place.pool} ${label}`
      return [{ key, label, hint, icon: <HostIcon />, why: null, vm: null, choose: go(poolPath(host, place.pool)) }]
    })
    return [...found, ...users.filter(({ key }) => !keys.has(key))].map(option).concat(lying)
  }, [text, within, hosts, vms, twins, live, places, storage, pools, networks, router, ask])
}

const noneNamed = { pools: [], networks: [] }

/** What the hosts have by a name of its own, asked once for some typing. */
function useNamed() {
  const query = orpc.hosts.listPoolsAndNetworks.queryOptions({ input: {}, staleTime: 10_000, retry: false })
  return useQuery(query).data ?? noneNamed
}

const nowhere: readonly StoragePlace[] = []

/** What a whole path names: only the hosts know, and they are asked once one stops typing. */
function useStorageAt(text: string): readonly StoragePlace[] {
  const path = text.trim()
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(path), 250)
    return () => clearTimeout(timer)
  }, [path])
  const isPath = /^\/[^/]/.test(asked) && asked === path
  const { data } = useQuery(
    orpc.pools.findStorage.queryOptions({ input: { path: asked }, enabled: isPath, retry: false }),
  )
  return isPath ? (data?.places ?? nowhere) : nowhere
}

function iconOf(act: VmAct): ReactNode {
  const Drawn = acts[act].icon
  return <Drawn />
}

/** The pages that this person may use, and the views that were saved. */
function usePlaces(): readonly Place[] {
  const { person } = useSession()
  const { data: saved } = useQuery(orpc.account.listMyViews.queryOptions({ input: {} }))
  return useMemo(
    () => [
      { label: texts.hosts.title, path: '/' },
      { label: texts.timeline.title, path: '/timeline' },
      ...(person.can.includes('vm.create') ? [{ label: texts.hosts.newVm, path: '/vms/new' }] : []),
      ...(person.can.includes('host.manage') ? [{ label: texts.hosts.addHost, path: '/hosts/new' }] : []),
      ...(person.can.includes('user.manage') ? [{ label: texts.frame.access, path: '/access' }] : []),
      ...(saved?.views ?? []).map(({ name, query }) => ({ label: name, path: `/${query}` })),
    ],
    [person, saved],
  )
}
