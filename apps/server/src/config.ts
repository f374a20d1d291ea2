import { isIP } from 'node:net'
import { resolve } from 'node:path'
import * as z from 'zod/mini'
import { readNetwork } from './hosts/permitted-networks.ts'
import { StartFailure } from './start-failure.ts'

/** What can be set from outside; docs/configuration.md is this table for people. */
export interface Config {
  readonly listen: { readonly host: string | undefined; readonly port: number }
  /** Absolute path of the folder for the database and the key. */
  readonly data: string
  /** PostgreSQL; null means the SQLite file in `data`. */
  readonly databaseUrl: string | null
  /** The origin that browsers see when a proxy stands in front. */
  readonly publicOrigin: string | null
  /** The path below which browsers find Porthole there, such as "/porthole"; empty for none. */
  readonly basePath: string
  readonly logLevel: (typeof logLevels)[number]
  /** This machine's own libvirt. */
  readonly localUri: string
  /** Whether qemu+tcp, which is not encrypted, may reach other machines: never, where somebody confirmed it, or always. */
  readonly plainTcp: 'no' | 'ask' | 'yes'
  /** The networks in which hosts may be; empty for all but those that are no place for hosts. */
  readonly hostNetworks: readonly string[]
  /** The networks of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** The socket of an SSH agent whose keys are tried after Porthole's own; null for none. */
  readonly sshAgent: string | null
  /** How many consoles one person may have open at a time. */
  readonly consolesPerPerson: number
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const networks = z.pipe(
  z._default(z.string(), ''),
  z.transform((text, context) => {
    const given = text.split(/[\s,]+/).filter(Boolean)
    if (given.some(network => readNetwork(network) === null)) {
      const message = 'give networks, such as 10.0.0.0/8 fd00::/8, with spaces or commas between'
      context.issues.push({ code: 'custom', message, input: text })
    }
    return given
  }),
)

const Environment = z.object({
  PORTHOLE_LISTEN: z.pipe(
    z._default(z.string(), '127.0.0.1:8680'),
    z.transform((text, context) => {
      const found = listenAddress(text)
      if (found === null) {
        const message = 'give an address and a port, such as 127.0.0.1:8680, [::1]:8680 or :8680 for all addresses'
        context.issues.push({ code: 'custom', message, input: text })
      }
      return found as NonNullable<typeof found>
    }),
  ),
  PORTHOLE_DATA: z._default(z.string(), './data'),
  DATABASE_URL: z.optional(
    z
      .string()
      .check(
        z.refine(
          text => /^postgres(ql)?:$/.test(urlOf(text)?.protocol ?? ''),
          'give a PostgreSQL address, such as postgresql://porthole:password@db.example.org/porthole, or leave it out',
        ),
      ),
  ),
  PORTHOLE_URL: z.optional(
    z
      .string()
      .check(
        z.refine(
          isPublicAddress,
          'give the address that browsers use, such as https://porthole.example.org or https://example.org/porthole',
        ),
      ),
  ),
  PORTHOLE_LOG: z._default(z.enum(logLevels, `choose one of ${logLevels.join(', ')}`), 'info'),
  LIBVIRT_DEFAULT_URI: z._default(
    z.string().check(z.regex(/^[a-z][a-z0-9+.-]*:\/\//, 'give a libvirt URI, such as qemu:///system')),
    'qemu:///system',
  ),
  PORTHOLE_PLAIN_TCP: z._default(z.enum(['no', 'ask', 'yes'], 'choose no, ask or yes'), 'ask'),
  PORTHOLE_HOST_NETWORKS: networks,
  PORTHOLE_TRUSTED_PROXIES: networks,
  SSH_AUTH_SOCK: z.optional(z.string()),
  PORTHOLE_CONSOLES_PER_PERSON: z.pipe(
    z._default(z.string().check(z.regex(/^[1-9]\d{0,3}$/, 'give a number from 1 to 9999')), '32'),
    z.transform(Number),
  ),
})

/** Reads the environment; an empty variable counts as unset. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = z.safeParse(Environment, set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new StartFailure(`${String(issue?.path[0])} can not be used: ${issue?.message}.`)
  }
  const { PORTHOLE_URL, DATABASE_URL, ...rest } = parsed.data
  return {
    listen: rest.PORTHOLE_LISTEN,
    data: resolve(rest.PORTHOLE_DATA),
    databaseUrl: DATABASE_URL ?? null,
    publicOrigin: PORTHOLE_URL === undefined ? null : new URL(PORTHOLE_URL).origin,
    basePath: PORTHOLE_URL === undefined ? '' : new URL(PORTHOLE_URL).pathname.replace(/\/$/, ''),
    logLevel: rest.PORTHOLE_LOG,
    localUri: rest.LIBVIRT_DEFAULT_URI,
    plainTcp: rest.PORTHOLE_PLAIN_TCP,
    hostNetworks: rest.PORTHOLE_HOST_NETWORKS,
    trustedProxies: rest.PORTHOLE_TRUSTED_PROXIES,
    sshAgent: rest.SSH_AUTH_SOCK ?? null,
    consolesPerPerson: rest.PORTHOLE_CONSOLES_PER_PERSON,
  }
}

/** What stands in the path is written into the window's files. */
function isPublicAddress(text: string): boolean {
  const url = urlOf(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') return false
  return /^(\/[\w~.-]+)*\/?$/.test(url.pathname)
}

function listenAddress(text: string): Config['listen'] | null {
  const [, v6, host, digits] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]\s]*)):(\d{1,5})$/i.exec(text) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65535) return null
  if (v6 !== undefined) return isIP(v6) === 6 ? { host: v6, port } : null
  return { host: host === '' ? undefined : host, port }
}

function urlOf(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
