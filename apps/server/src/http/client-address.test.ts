import type { IncomingMessage } from 'node:http'
import { expect, it } from 'vitest'
import { clientAddress } from './client-address.ts'

const from = (remoteAddress: string, forwarded: string | undefined, proxies: readonly string[]) =>
  clientAddress(
    { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage,
    proxies,
  )

it.each([
  ['nobody is a proxy', '203.0.113.9', '10.9.9.9', [], '203.0.113.9'],
  ['the peer is none of the proxies', '203.0.113.9', '10.9.9.9', ['127.0.0.1'], '203.0.113.9'],
])('believes no X-Forwarded-For where %s', (_where, peer, forwarded, proxies, address) => {
  expect(from(peer, forwarded, proxies)).toBe(address)
})

it.each([
  ['127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
  ['127.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['127.0.0.1', '2001:db8::7', '2001:db8::7'],
  ['127.0.0.1', 'unknown, 10.0.0.2', '10.0.0.2'],
  ['127.0.0.1', '203.0.113.9:443', '127.0.0.1'],
  ['127.0.0.1', '', '127.0.0.1'],
  ['127.0.0.1', undefined, '127.0.0.1'],
])('takes what our proxies say, and nothing that was there before: %s, %s', (peer, forwarded, address) => {
  expect(from(peer, forwarded, ['127.0.0.1', '10.0.0.0/8'])).toBe(address)
})
