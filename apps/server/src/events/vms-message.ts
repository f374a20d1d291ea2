import type { VmGone } from '../hosts/vm-record.ts'

interface Made {
  readonly changed: readonly string[]
  readonly removed: readonly VmGone[]
  readonly bytes: Buffer
}

/** Browsers that look at the same fleet with the same rights are told the same within a moment. */
const mostKept = 4
const made: Made[] = []

/** The event of some VMs, each as JSON already, as a frame of its own: the very same for all who are told the same. */
export function vmsMessage(changed: readonly string[], removed: readonly VmGone[]): Buffer {
  const known = made.find(each => same(each.changed, changed) && same(each.removed, removed))
  if (known !== undefined) return known.bytes
  const text = `[{"type":"vms","changed":[${changed.join(',')}],"removed":${JSON.stringify(removed)}}]`
  const bytes = Buffer.from(text)
  made.unshift({ changed, removed, bytes })
  made.length = Math.min(made.length, mostKept)
  return bytes
}

function same(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((each, i) => each === other[i])
}
