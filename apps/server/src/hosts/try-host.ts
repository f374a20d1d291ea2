import { isIP, type LookupFunction } from 'node:net'
import { userInfo } from 'node:os'
import type { HostStep, HostTest } from '@porthole/contract'
import {
  AuthenticationError,
  type Connection,
  connect,
  ErrorNumber,
  LibvirtError,
  TransportError,
  type TransportReason,
} from '@porthole/libvirt'
import { HostKeyError } from '../ssh/host-key-error.ts'
import type { HostWays, OwnCertificates, TryEars } from './host-ways.ts'
import type { CheckedPlace } from './hosts.ts'
import { faultOf } from './libvirt-fault.ts'
import { readNode } from './node-facts.ts'

export type Trial = Pick<CheckedPlace, 'uri'> & { readonly certificates: OwnCertificates }

/** What a host that hangs may take of somebody's patience, for each call. */
const deadlineMs = 10_000

/** Goes to a host as its link would, on a way of its own, and says how far it came. Nothing is kept. */
export async function tryHost(ways: HostWays, { uri, certificates }: Trial): Promise<HostTest> {
  const { host, user, port, transport: kind } = uri.parts
  const steps = stepsOf(kind)
  const said = new Map<HostStep, string>()
  const whom = user ?? userInfo().username
  const by = kind === 'tls' || kind === 'tcp' ? kind : 'ssh'
  const name = host ?? 'localhost'
  if (isIP(name) !== 0) said.set('name', `${name} is an address: there is no name to look up.`)
  const ears: TryEars = {
    lookup: heard(ways.networks.lookup, addresses => said.set('name', `${name} is ${addresses.join(' and ')}.`)),
    onStep: step => {
      if (step === 'connected') said.set('port', `Something listens on port ${port ?? usualPorts[by]}.`)
      else if (step === 'logged-in') said.set('authentication', `${name} lets Porthole log in as ${whom}.`)
      else if (by === 'ssh') said.set('host-key', 'It showed the key that Porthole knows.')
      else said.set('certificate', `It proved that it is ${name}.`)
    },
  }
  const { transport, close } = ways.try(uri, certificates, ears)
  let opened = false
  let connection: Connection | null = null
  try {
    const noted = {
      ...transport,
      open: async (signal?: AbortSignal) => {
        const stream = await transport.open(signal)
        opened = true
        if (kind === 'tls') said.set('authentication', 'It accepts Porthole’s certificate.')
        return stream
      },
    }
    connection = await connect({ transport: noted, uri: uri.open, deadlineMs })
    if (kind === 'tcp') said.set('authentication', 'It asks nobody to log in.')
    const node = await readNode(connection)
    said.set(
      'libvirt',
      `libvirt ${node.libvirtVersion} answers on ${node.hostname}, with ${node.hypervisor} ${node.hypervisorVersion}.`,
    )
    const { domains } = await connection.call('connectListAllDomains', { need_results: 1, flags: 0 })
    said.set(
      'permissions',
      `Porthole may manage it, and sees ${domains.length} ${domains.length === 1 ? 'VM' : 'VMs'}.`,
    )
    return { steps: steps.map(step => ({ step, state: 'ok', said: said.get(step) ?? '' })), hostKey: null }
  } catch (error) {
    const failed = stepOf(error) ?? (opened ? 'libvirt' : steps.find(step => !said.has(step))) ?? 'libvirt'
    return {
      steps: steps.map(step => {
        if (step === failed) return { step, state: 'failed', said: faultOf(error).message }
        const found = said.get(step)
        return found === undefined ? { step, state: 'untried', said: '' } : { step, state: 'ok', said: found }
      }),
      hostKey: error instanceof HostKeyError ? keyOf(error) : null,
    }
  } finally {
    await connection?.close()
    await close()
  }
}

const usualPorts = { ssh: 22, tls: 16514, tcp: 16509 } as const

function stepsOf(kind: string): readonly HostStep[] {
  const last = ['libvirt', 'permissions'] as const
  if (kind === 'unix') return last
  if (kind === 'tcp') return ['name', 'port', 'authentication', ...last]
  return ['name', 'port', kind === 'tls' ? 'certificate' : 'host-key', 'authentication', ...last]
}

/** The step that an error is about by itself; null where only how far one came tells. */
function stepOf(error: unknown): HostStep | null {
  if (error instanceof AuthenticationError) return error.mechanism === 'polkit' ? 'permissions' : 'authentication'
  if (error instanceof LibvirtError) return denied.has(error.code) ? 'permissions' : 'libvirt'
  if (!(error instanceof TransportError)) return null
  // A program on the host tells in its own words that its user may not open the socket.
  if (error.reason === 'refused' && /permission denied/i.test(error.message)) return 'permissions'
  return byReason[error.reason] ?? null
}

const byReason: Partial<Readonly<Record<TransportReason, HostStep>>> = {
  certificate: 'certificate',
  name: 'certificate',
  'client-certificate': 'authentication',
}

const denied: ReadonlySet<number> = new Set([
  ErrorNumber.AUTH_FAILED,
  ErrorNumber.AUTH_CANCELLED,
  ErrorNumber.AUTH_UNAVAILABLE,
  ErrorNumber.ACCESS_DENIED,
  ErrorNumber.OPERATION_DENIED,
])

const keyOf = ({ shown, known, verdict }: HostKeyError): HostTest['hostKey'] => ({
  ...shown,
  known: [...known],
  revoked: verdict === 'revoked',
})

/** The same look-up, with somebody listening to what it found. */
function heard(lookup: LookupFunction, hear: (addresses: string[]) => void): LookupFunction {
  return (hostname, options, callback) =>
    lookup(hostname, options, (error, found, family) => {
      if (!error) hear(Array.isArray(found) ? found.map(({ address }) => address) : [found])
      callback(error, found, family)
    })
}
