import type { HostCertificates, HostColour } from '@porthole/contract'
import type { Verb } from '../core.ts'

interface Change {
  readonly host: string
  readonly name?: string | undefined
  readonly notes?: string | undefined
  readonly maintenance?: boolean | undefined
  readonly labels?: string[] | undefined
  readonly colour?: HostColour | null | undefined
  readonly certificates?: HostCertificates | null | undefined
}

export const changeHost: Verb<Change, Record<string, never>> = async (core, { host, ...change }) => {
  await core.hosts.change(host, change)
  return {}
}
