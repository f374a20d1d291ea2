/** What tells one VM from all others: two hosts may have a VM of the same UUID. */
export interface VmKey {
  readonly id: string
  readonly host: string
}

export function keyOf({ id, host }: VmKey): string {
  return `${host}/${id}`
}
