import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { connectDisplay } from './connect-display.ts'
import { GuestSocket } from './guest-socket.ts'

const version = 'RFB 003.008\n'
let peer: Server
const connections = new Set<Socket>()
afterEach(() => {
  for (const socket of connections) socket.destroy()
  peer.close()
})

/** A display of our making: for what no QEMU says on demand. */
async function display(answer: (socket: Socket) => void) {
  peer = createServer(socket => {
    connections.add(socket)
    socket.on('error', () => {})
    answer(socket)
  }).listen(0, '127.0.0.1')
  await once(peer, 'listening')
  const { port } = peer.address() as { port: number }
  const tls = { names: [], certificates: () => Promise.reject(new Error('No certificates.')) }
  return { socket: new GuestSocket({ host: '127.0.0.1', port }), password: null, tls }
}

const long = () => AbortSignal.timeout(4000)

it.each([
  ['garbage', 'SSH-2.0-OpenSSH_9.2p1\r\n', /does not speak RFB 3\.8/],
  ['an old version', 'RFB 003.003\n', /does not speak RFB 3\.8/],
  ['an unknown log-in', `${version}\x01\x14`, /does not know/],
  ['TLS without certificates', `${version}\x01\x13\0\x02\0\x01\0\0\x01\x01`, /without a certificate/],
  ['TLS that nothing is known of', `${version}\x01\x13\0\x02\0\x01\0\0\x01\x04\x01`, /wants TLS\. No certificates/],
  ['an old VeNCrypt', `${version}\x01\x13\0\x01`, /VeNCrypt 0\.2/],
  ['a refusal', `${version}\0\0\0\0\x08too many`, /refused: too many$/],
  ['a refusal that claims to be huge', `${version}\0\xff\xff\xff\xff${'x'.repeat(200)}`, /refused: x{100}$/],
  ['a refusal after None', `${version}\x01\x01\0\0\0\x01\0\0\0\x02no`, /refused: no$/],
  ['too much', version + 'x'.repeat(100_000), /./],
])('gives %s up with a reason', async (_, says, reason) => {
  const target = await display(socket => socket.write(Buffer.from(says, 'latin1')))
  await expect(connectDisplay(target, long())).rejects.toThrow(reason)
})

it('gives up a display that closes half-way', async () => {
  const target = await display(socket => socket.end('RFB 0'))
  await expect(connectDisplay(target, long())).rejects.toThrow(/closed the connection/)
})

it('gives up a display that nobody listens on', async () => {
  const target = await display(() => {})
  peer.close()
  await once(peer, 'close')
  await expect(connectDisplay(target, long())).rejects.toThrow(/can not be reached/)
})

it('leaves a silent display when the signal says so', async () => {
  const patience = new AbortController()
  const target = await display(() => {})
  await expect(connectDisplay(target, patience.signal, async () => patience.abort())).rejects.toThrow(
    /closed the connection/,
  )
  const [socket] = connections
  if (socket && !socket.closed) await once(socket.resume(), 'close')
})

it('keeps what came with the handshake for the browser', async () => {
  const target = await display(socket => socket.write(Buffer.from(`${version}\x01\x01\0\0\0\0SERVERINIT`, 'latin1')))
  const { socket, first } = await connectDisplay(target, long())
  expect(first().toString()).toBe('SERVERINIT')
  socket.destroy()
})
