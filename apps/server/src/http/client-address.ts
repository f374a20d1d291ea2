import type { IncomingMessage } from 'node:http'
import { type BlockList, isIP } from 'node:net'
import { listOf } from '../hosts/permitted-networks.ts'

const lists = new WeakMap<readonly string[], BlockList>()

/**
 * Where a request comes from: the other end of the connection, or, where that is a proxy of ours, whom the proxy names.
 * Read from the right: what stands left of the first address that is no proxy of ours, the client may have made up.
 */
export function clientAddress(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  proxies: readonly string[],
): string | null {
  let address = plain(socket.remoteAddress ?? '')
  if (address === null || proxies.length === 0) return socket.remoteAddress ?? null
  const named = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',').reverse()
  for (const text of named) {
    if (!isOneOf(proxies, address)) break
    const next = plain(text.trim())
    if (next === null) break
    address = next
  }
  return address
}

/** Null for what is no address; an IPv4 address as such, however it came. */
function plain(text: string): string | null {
  const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text
  return isIP(address) === 0 ? null : address
}

function isOneOf(proxies: readonly string[], address: string): boolean {
  let list = lists.get(proxies)
  if (list === undefined) {
    list = listOf(proxies)
    lists.set(proxies, list)
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}
