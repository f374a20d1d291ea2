import { X509Certificate } from 'node:crypto'
import type { Verb } from '../core.ts'
import { makeServer } from '../tls/authority.ts'
import { hostScript } from '../tls/host-script.ts'

/** The host's private key is in the answer and nowhere else: it can be made anew, but not read again. */
export const makeHostCertificates: Verb<{ name: string }, { script: string; until: string }> = async (
  { hosts },
  { name },
) => {
  const { authority } = await hosts.ways.ownAuthority()
  const server = await makeServer(authority, name)
  const until = new Date(new X509Certificate(server.cert).validTo).toISOString()
  return { until, script: hostScript({ host: name, ca: authority.cert, server, until: until.slice(0, 10) }) }
}
