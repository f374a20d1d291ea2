import type { Duplex } from 'node:stream'
import { expect, test } from 'vitest'
import { connect } from './connect.ts'
import { readFrame } from './frame.ts'
import { FrameSplitter } from './frame-splitter.ts'
import { keepAliveProgram } from './protocol/keepalive.gen.ts'
import type { Transport } from './transport.ts'
import { unixTransport } from './transports/unix.ts'

/** A transport that also tells of each keepalive message of the daemon. */
function tapped(heard: (procedure: number) => void): Transport {
  const transport = unixTransport()
  return {
    name: transport.name,
    async open(signal): Promise<Duplex> {
      const socket = await transport.open(signal)
      const splitter = new FrameSplitter()
      socket.on('data', chunk =>
        splitter.push(chunk, bytes => {
          const { program, procedure } = readFrame(bytes)
          if (program === keepAliveProgram.program) heard(procedure)
        }),
      )
      return socket
    },
  }
}

function count(wanted: number, target: number): { heard(procedure: number): void; reached: Promise<void> } {
  let seen = 0
  let reach = () => {}
  const reached = new Promise<void>(resolve => {
    reach = resolve
  })
  return {
    heard(procedure) {
      if (procedure === wanted && ++seen === target) reach()
    },
    reached,
  }
}

test('a real daemon answers our pings', async () => {
  const counter = count(keepAliveProgram.pong, 4)
  const transport = tapped(counter.heard)
  const connection = await connect({ transport, uri: 'test:///default', keepAlive: { intervalMs: 20, count: 50 } })
  await counter.reached
  await connection.close()
})

// libvirtd pings after 5 s of silence, and again 5 s later only to those whom it has not given up.
test('we answer the pings of a real daemon', { timeout: 60_000 }, async () => {
  const counter = count(keepAliveProgram.ping, 2)
  const transport = tapped(counter.heard)
  const connection = await connect({ transport, uri: 'test:///default', keepAlive: { intervalMs: 60_000, count: 5 } })
  await counter.reached
  expect(await connection.call('connectGetType')).toEqual({ type: 'TEST' })
  await connection.close()
})
