import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { type ConsoleAsks, type ConsoleSays, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { WebSocket, WebSocketServer } from 'ws'
import { serveConsole } from '../src/consoles/serve-console.ts'
import type { Caller, Core } from '../src/core.ts'

type Taker = (webSocket: WebSocket, browser: Socket) => void

/** An HTTP server whose every upgrade is a console, or what `serve` says, for whoever `caller` says. */
export interface ConsoleDoor {
  readonly url: string
  /** The server's end of the last socket. */
  readonly browser: Promise<Socket>
  caller: () => Caller
  /** From now on upgrades are taken by this, not by the console. */
  take(taker: Taker): void
  close(): void
}

export async function openDoor(core: Core, as: () => Caller, serve = serveConsole): Promise<ConsoleDoor> {
  const server = createServer()
  const plain = new WebSocketServer({ noServer: true, perMessageDeflate: false, handleProtocols: () => rfbProtocol })
  let taker: Taker | null = null
  let arrived: (socket: Socket) => void = () => {}
  const browser = new Promise<Socket>(resolve => {
    arrived = resolve
  })
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    arrived(socket)
    if (taker === null) return serve(core, request, socket, head, door.caller())
    plain.handleUpgrade(request, socket, head, webSocket => taker?.(webSocket, socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const door: ConsoleDoor = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    browser,
    caller: as,
    take: with_ => {
      taker = with_
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
  return door
}

/** A small RFB 3.8 client over a WebSocket: what a browser's noVNC does, and remembers every byte it got. */
export class RfbViewer {
  readonly socket: WebSocket
  #bytes = Buffer.alloc(0)
  #all: Buffer[] = []
  #wake: () => void = () => {}
  #size = { width: 0, height: 0 }
  count = 0
  /** What the console said beside the picture. */
  readonly said: ConsoleSays[] = []

  constructor(
    url: string,
    ticket: string | null,
    protocols: string[] = [rfbProtocol],
    headers: Readonly<Record<string, string>> = {},
  ) {
    const offered = ticket === null ? protocols : [...protocols, `${ticketProtocol}${ticket}`]
    this.socket = new WebSocket(url, offered, { perMessageDeflate: false, headers })
    this.socket.on('error', () => {})
    this.socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (!isBinary) {
        this.said.push(JSON.parse(data.toString()) as ConsoleSays)
        this.#wake()
        return
      }
      this.count += data.length
      this.#all.push(data)
      this.#bytes = Buffer.concat([this.#bytes.subarray(-(64 * 1024 * 1024)), data])
      this.#wake()
    })
    this.socket.on('close', () => this.#wake())
  }

  /** Everything that came, as it came. */
  get received(): Buffer {
    return Buffer.concat(this.#all)
  }

  /** The one byte that everything consists of, or null. */
  get onlyByte(): number | null {
    const first = this.#all[0]?.[0] ?? null
    return this.#all.every(chunk => chunk.every(byte => byte === first)) ? first : null
  }

  /** The HTTP status that refused the upgrade. */
  async refused(): Promise<number> {
    const [, response] = (await once(this.socket, 'unexpected-response')) as [unknown, IncomingMessage]
    response.destroy()
    return response.statusCode ?? 0
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes)
  }

  ask(asks: ConsoleAsks): void {
    this.socket.send(JSON.stringify(asks))
  }

  /** The room as this viewer was told of it last. */
  get room(): Extract<ConsoleSays, { type: 'room' }> | undefined {
    return this.said.findLast(says => says.type === 'room')
  }

  close(): void {
    this.socket.terminate()
  }

  async handshake(): Promise<{ width: number; height: number }> {
    const version = await this.#take(12)
    if (version.toString() !== 'RFB 003.008\n') throw new Error(`version ${version}`)
    this.send(version)
    const types = await this.#take((await this.#take(1)).readUInt8())
    if (!types.includes(1)) throw new Error(`security types ${[...types]}`)
    this.send(Buffer.from([1]))
    if ((await this.#take(4)).readUInt32BE() !== 0) throw new Error('refused')
    this.send(Buffer.from([1]))
    const init = await this.#take(24)
    await this.#take(init.readUInt32BE(20))
    this.#size = { width: init.readUInt16BE(0), height: init.readUInt16BE(2) }
    return this.#size
  }

  /** Asks for the whole picture, raw, and waits for all of it. */
  async picture(): Promise<void> {
    this.send(Buffer.from([2, 0, 0, 1, 0, 0, 0, 0]))
    const ask = Buffer.from([3, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    ask.writeUInt16BE(this.#size.width, 6)
    ask.writeUInt16BE(this.#size.height, 8)
    this.send(ask)
    const head = await this.#take(4)
    if (head[0] !== 0) throw new Error(`message ${head[0]}`)
    for (let left = head.readUInt16BE(2); left > 0; left--) {
      const rectangle = await this.#take(12)
      await this.#take(rectangle.readUInt16BE(4) * rectangle.readUInt16BE(6) * 4)
    }
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) {
      if (this.socket.readyState >= WebSocket.CLOSING) throw new Error('closed before the bytes came')
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    const taken = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(length)
    return taken
  }
}
