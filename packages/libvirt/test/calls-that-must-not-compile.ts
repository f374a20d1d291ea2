// Never run. src/call-typing.test.ts compiles it: each @ts-expect-error that finds nothing wrong is an error itself.
import { type Connection, type Domain, type Network, ullong } from '../src/index.ts'

declare const connection: Connection
declare const dom: Domain
declare const net: Network

export const right = async (): Promise<void> => {
  const { hostname }: { hostname: string } = await connection.call('connectGetHostname')
  await connection.call('connectGetHostname', undefined, { deadlineMs: 1000 })
  const { state, reason }: { state: number; reason: number } = await connection.call('domainGetState', {
    dom,
    flags: 0,
  })
  await connection.call('domainGetState', { dom })
  const { domains }: { domains: Domain[] } = await connection.call('connectListAllDomains')
  await connection.call('connectListAllDomains', { flags: 1 }, { deadlineMs: 1000 })
  await connection.call('domainSetMemoryParameters', { dom, params: { hard_limit: 1n, swap_hard_limit: ullong(2) } })
  const nothing: undefined = await connection.call('domainSuspend', { dom })
  const { result }: { result: string } = await connection.call('qemuDomainMonitorCommand', { dom, cmd: '', flags: 0 })
  const { reply, stream } = await connection.readStream('domainScreenshot', { dom, screen: 0, flags: 0 })
  const mime: string | null = reply.mime
  for await (const chunk of stream) chunk satisfies Uint8Array
  const stop: () => Promise<void> = await connection.subscribe('domainLifecycle', ({ dom, event, detail }) => {
    dom satisfies Domain
    event satisfies number
    detail satisfies number
  })
  await connection.subscribe('domainLifecycle', () => {}, { only: dom })
  await connection.subscribe('networkLifecycle', () => {}, { only: net })
  void [domains, hostname, state, reason, nothing, result, mime, stop]
}

export const wrong = async (): Promise<void> => {
  // @ts-expect-error no such procedure
  await connection.call('domainGetStatus', { dom, flags: 0 })
  // @ts-expect-error the arguments are missing
  await connection.call('domainGetState')
  // @ts-expect-error one argument is missing
  await connection.call('domainGetState', { flags: 0 })
  // @ts-expect-error one argument too many
  await connection.call('domainGetState', { dom, flags: 0, extra: 1 })
  // @ts-expect-error an argument of the wrong type
  await connection.call('domainGetState', { dom, flags: '0' })
  // @ts-expect-error no value of a parameter
  await connection.call('domainSetMemoryParameters', { dom, params: { hard_limit: null } })
  // @ts-expect-error a network is no domain
  await connection.call('domainGetState', { dom: net, flags: 0 })
  // @ts-expect-error a string that may not be null
  await connection.call('domainDefineXml', { xml: null })
  // @ts-expect-error no arguments are taken
  await connection.call('connectGetHostname', { flags: 0 })
  // @ts-expect-error the reply has no such field
  void (await connection.call('domainGetState', { dom, flags: 0 })).status
  // @ts-expect-error a volume's size may be a bigint
  ;(await connection.call('storageVolGetInfo', { vol: { pool: '', name: '', key: '' } })).capacity satisfies number
  // @ts-expect-error opens a stream
  await connection.call('domainScreenshot', { dom, screen: 0, flags: 0 })
  // @ts-expect-error opens no stream
  await connection.readStream('domainGetState', { dom, flags: 0 })
  // @ts-expect-error no such event
  await connection.subscribe('domainExploded', () => {})
  // @ts-expect-error the event tells no such thing
  await connection.subscribe('domainReboot', ({ event }) => event)
  // @ts-expect-error a domain's event is not about a network
  await connection.subscribe('domainLifecycle', () => {}, { only: net })
}
