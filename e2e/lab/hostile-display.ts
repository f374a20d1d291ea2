import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'

/** What a display does once somebody looks at it. */
export interface Attack {
  readonly width: number
  readonly height: number
  readonly name: string
  readonly bytes: readonly Buffer[]
}

const u16 = (...numbers: number[]) => Buffer.from(Uint16Array.from(numbers).buffer).swap16()
const u32 = (...numbers: number[]) => Buffer.from(Uint32Array.from(numbers).buffer).swap32()
/** One rectangle of a FramebufferUpdate; encodings below zero are pseudo-encodings. */
const rectangle = (place: readonly [number, number, number, number], encoding: number, body: Buffer) =>
  Buffer.concat([Buffer.from([0, 0]), u16(1), u16(...place), u32(encoding >>> 0), body])
const noise = (size: number) => Buffer.from(Array.from({ length: size }, (_, at) => (at * 2654435761) >>> 24))
const small = { width: 64, height: 64, name: 'hostile', bytes: [] }

/** https://www.rfc-editor.org/rfc/rfc6143 in the hands of somebody who means ill. */
export const attacks: Readonly<Record<string, Attack>> = {
  'a picture of 65535 by 65535': {
    ...small,
    ...{ width: 65535, height: 65535 },
    bytes: [rectangle([65000, 65000, 16, 16], 0, noise(16 * 16 * 4)), rectangle([0, 0, 65535, 65535], 1, u16(1, 1))],
  },
  'rectangles beyond the picture': {
    ...small,
    bytes: [
      rectangle([65535, 65535, 65535, 65535], 1, u16(65535, 65535)),
      rectangle([0, 0, 0, 0], -223, Buffer.alloc(0)),
      rectangle([0, 0, 65535, 65535], -223, Buffer.alloc(0)),
      rectangle([65535, 65535, 65535, 65535], -239, noise(64 * 1024)),
    ],
  },
  'a clipboard of two gigabytes': {
    ...small,
    bytes: [Buffer.from([3, 0, 0, 0]), u32(2 ** 31 - 1), ...Array<Buffer>(16).fill(Buffer.alloc(2 ** 20, 0x41))],
  },
  'an extended clipboard of less than nothing': {
    ...small,
    bytes: [Buffer.from([3, 0, 0, 0]), u32(2 ** 31), Buffer.from([3, 0, 0, 0]), u32(2 ** 32 - 8), noise(4096)],
  },
  'compressed data that are none': {
    ...small,
    bytes: [
      rectangle([0, 0, 64, 64], 7, Buffer.concat([Buffer.from([0x00, 0x80, 0x20]), noise(4096)])),
      rectangle([0, 0, 64, 64], 16, Buffer.concat([u32(4096), noise(4096)])),
    ],
  },
  'a name with markup': { ...small, name: '<img src=x onerror="document.title=`hit`">' },
  noise: { ...small, bytes: [noise(2 ** 20)] },
}

/** A VNC server in place of a guest's own, at the path of its socket. */
export async function startHostileDisplay(path: string) {
  let attack: Attack = small
  let looked = () => {}
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    void play(socket, attack).then(looked, () => {})
  })
  await rm(path, { force: true })
  server.listen(path)
  await once(server, 'listening')
  return {
    /** Does this to whoever comes next; resolves when somebody had all of it, or left. */
    next: (next: Attack) =>
      new Promise<void>(resolve => {
        attack = next
        looked = resolve
      }),
    async stop() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

async function play(socket: Socket, { width, height, name, bytes }: Attack): Promise<void> {
  const gone = once(socket, 'close')
  const answer = async (said: Buffer) => {
    socket.write(said)
    await Promise.race([once(socket, 'data'), gone])
  }
  await answer(Buffer.from('RFB 003.008\n'))
  await answer(Buffer.from([1, 1]))
  await answer(u32(0))
  const format = Buffer.from([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0])
  await answer(Buffer.concat([u16(width, height), format, u32(name.length), Buffer.from(name)]))
  for (const part of bytes) {
    if (socket.destroyed) return
    if (!socket.write(part)) await Promise.race([once(socket, 'drain'), gone])
  }
}
