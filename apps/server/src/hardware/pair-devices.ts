import { type HardwareDevice, hardwareKinds } from '@porthole/contract'
import { type HardwareDevice as Device, readHardware } from '@porthole/libvirt-xml'
import type { Documents } from './documents.ts'

/** Each device once, by what it is now and what it is from the next start on. */
export function pairDevices({ now, next }: Documents): HardwareDevice[] {
  const [running, defined] = [now, next].map(xml => new Map(xml === null ? [] : readHardware(xml).map(byName)))
  const names = [...new Set([...(defined?.keys() ?? []), ...(running?.keys() ?? [])])]
  const pairs = names.flatMap(name => pair(running?.get(name), defined?.get(name)) ?? [])
  return pairs.sort((a, b) => hardwareKinds.indexOf(a.kind) - hardwareKinds.indexOf(b.kind))
}

const byName = (device: Device) => [`${device.kind} ${device.key}`, device] as const

function pair(now: Device | undefined, next: Device | undefined): HardwareDevice | null {
  const device = next ?? now
  if (device === undefined) return null
  const { kind, key } = device
  const facts = now && { ...now.facts }
  // Which CPU "host-model" stands for is found out at each start.
  if (facts && next?.facts.cpu === 'host-model') facts.cpu = 'host-model'
  return { kind, key, now: facts ?? null, next: next?.facts ?? null, told: now?.told ?? {} }
}
