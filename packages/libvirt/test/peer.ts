// The far end of a connection, for what no real daemon does on demand: faults, silence, odd orders. It builds its frames by hand.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const remoteProgram = 0x20008086
export const keepAliveProgram = 0x6b656570

/** Procedure numbers, from libvirt's remote_protocol.x. */
export const number = {
  connectOpen: 1,
  connectClose: 2,
  connectGetHostname: 59,
  connectSupportsFeature: 60,
  authList: 66,
  authPolkit: 70,
  domainScreenshot: 211,
  connectDomainEventCallbackRegisterAny: 316,
  connectDomainEventCallbackDeregisterAny: 317,
  domainEventCallbackReboot: 319,
} as const

export interface Words {
  program?: number
  version?: number
  procedure: number
  /** 1 reply, 2 message, 3 stream. Default: reply. */
  type?: number
  serial: number
  /** 0 ok, 1 error, 2 continue. Default: ok. */
  status?: number
  payload?: Buffer
  /** Default: the true one. */
  length?: number
}

export const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value >>> 0, index * 4)
  })
  return bytes
}

export const text = (value: string): Buffer => {
  const bytes = Buffer.from(value)
  return Buffer.concat([words(bytes.length), bytes, Buffer.alloc(-bytes.length & 3)])
}

export function frame({
  program = remoteProgram,
  version = 1,
  procedure,
  type = 1,
  serial,
  status = 0,
  payload,
  length,
}: Words): Buffer {
  const body = payload ?? Buffer.alloc(0)
  return Buffer.concat([words(length ?? 28 + body.length, program, version, procedure, type, serial, status), body])
}

/** A domain on the wire, and what it reads as. */
export const wireDomain = Buffer.concat([text('vm'), Buffer.alloc(16, 0xab), words(7)])
export const domain = { name: 'vm', uuid: 'abababab-abab-abab-abab-abababababab', id: 7 }

/** A remote_error with the given code, domain and message. */
export const wireError = (code: number, from: number, message: string): Buffer =>
  Buffer.concat([words(code, from, 1), text(message), words(2, 0, 0, 0, 0, 0, 0, 0)])

export interface Heard {
  procedure: number
  program: number
  type: number
  serial: number
  status: number
  payload: Buffer
}

type Answer = (heard: Heard, socket: Socket) => void

export interface Peer {
  path: string
  /** What arrived, in order. */
  heard: Heard[]
  /** Resolves when something for which `wanted` is true has arrived. */
  hears(wanted: (heard: Heard) => boolean): Promise<Heard>
  /** Every connection so far, in order. */
  sockets: readonly Socket[]
  /** The newest connection. */
  socket(): Socket
  stop(): Promise<void>
}

const polite: Record<number, Answer> = {
  [number.authList]: ({ procedure, serial }, socket) =>
    socket.write(frame({ procedure, serial, payload: words(1, 0) })),
  [number.connectSupportsFeature]: ({ procedure, serial }, socket) =>
    socket.write(frame({ procedure, serial, payload: words(0) })),
  [number.connectOpen]: ({ procedure, serial }, socket) => socket.write(frame({ procedure, serial })),
  [number.connectClose]: ({ procedure, serial }, socket) => socket.write(frame({ procedure, serial })),
}

/** Listens on a socket of its own, opens politely, and otherwise answers only what it was told to. */
export async function startPeer(answers: Record<number, Answer> = {}, greet?: (socket: Socket) => void): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'libvirt-peer-'))
  const path = join(folder, 'socket')
  const sockets: Socket[] = []
  const heard: Heard[] = []
  let wake: (() => void)[] = []
  const server = createServer(socket => {
    sockets.push(socket)
    socket.on('error', () => {})
    greet?.(socket)
    let pending = Buffer.alloc(0)
    socket.on('data', chunk => {
      pending = Buffer.concat([pending, chunk])
      while (pending.length >= 28 && pending.length >= pending.readUInt32BE(0)) {
        const size = pending.readUInt32BE(0)
        const [program, , procedure, type, serial, status] = [4, 8, 12, 16, 20, 24].map(at =>
          pending.readUInt32BE(at),
        ) as [number, number, number, number, number, number]
        const one = { program, procedure, type, serial, status, payload: pending.subarray(28, size) }
        pending = pending.subarray(size)
        heard.push(one)
        if (program === remoteProgram && type === 0) (answers[procedure] ?? polite[procedure])?.(one, socket)
      }
      for (const resolve of wake.splice(0)) resolve()
    })
  })
  await new Promise<void>(resolve => server.listen(path, resolve))
  return {
    path,
    heard,
    async hears(wanted) {
      for (;;) {
        const found = heard.find(wanted)
        if (found) return found
        await new Promise<void>(resolve => wake.push(resolve))
      }
    },
    sockets,
    socket: () => sockets.at(-1) as Socket,
    async stop() {
      for (const socket of sockets) socket.destroy()
      wake = []
      await new Promise(resolve => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
