import type { AddressInfo } from 'node:net'
import type { App } from './app.ts'
import type { Config } from './config.ts'
import { StartFailure } from './start-failure.ts'

/** Opens the port. The answer is the address for a browser, without a slash at its end. */
export async function listen(app: App, config: Pick<Config, 'listen' | 'publicOrigin' | 'basePath'>): Promise<string> {
  const { host, port } = config.listen
  const place = `${host === undefined ? '' : host.includes(':') ? `[${host}]` : host}:${port}`
  try {
    // Without a host Node listens on every address, IPv6 and IPv4.
    await app.server.listen({ port, host: host ?? '::' })
  } catch (error) {
    await app.stop()
    const reason = reasons[(error as { code?: string }).code ?? '']
    if (reason === undefined) throw error
    throw new StartFailure(`Porthole can not listen on ${place} (PORTHOLE_LISTEN): ${reason}.`, { cause: error })
  }
  if (config.publicOrigin !== null) return config.publicOrigin + config.basePath
  const bound = app.server.server.address() as AddressInfo
  const name = host === undefined || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${bound.port}`
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program has this port; stop it or choose another port',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'ports below 1024 need root; choose a higher one',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name could not be looked up',
  EAFNOSUPPORT: 'this machine does not speak IPv6; give an IPv4 address, such as 0.0.0.0 for all of them',
}
