import { once } from 'node:events'
import { connect } from 'node:net'
import type { APIRequestContext } from '@playwright/test'
import { consolePath, rfbProtocol, ticketProtocol } from '@porthole/contract'
import { WebSocket } from 'ws'

/** The bytes of a display, in the lengths that one asks for. */
export class Line {
  readonly write: (bytes: Uint8Array) => void
  readonly close: () => void
  #bytes: Buffer = Buffer.alloc(0)
  #wake: () => void = () => {}
  #closed: string | null = null

  private constructor(write: (bytes: Uint8Array) => void, close: () => void) {
    this.write = write
    this.close = close
  }

  /** Straight to a display, by what `virsh domdisplay` says of it. */
  static async straight(display: string): Promise<Line> {
    const { hostname, port } = new URL(display)
    const socket = connect({ host: hostname, port: 5900 + Number(port), noDelay: true })
    const line = new Line(
      bytes => socket.write(bytes),
      () => socket.destroy(),
    )
    socket.on('data', chunk => line.#hear(chunk))
    socket.on('close', () => line.#end('the display closed the connection'))
    await once(socket, 'connect')
    return line
  }

  /** To a VM's console by the Porthole at `base`, for whoever has signed in there. */
  static async throughPorthole(http: APIRequestContext, base: string, vm: string): Promise<Line> {
    const { origin } = new URL(base)
    const reply = await http.post(`${base}/api/v1/vms/${vm}/console`, { headers: { origin } })
    if (!reply.ok()) throw new Error(`no ticket: ${await reply.text()}`)
    const { ticket } = (await reply.json()) as { ticket: string }
    const cookie = (await http.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const webSocket = new WebSocket(base.replace('http', 'ws') + consolePath, [rfbProtocol, ticketProtocol + ticket], {
      headers: { origin, cookie },
      perMessageDeflate: false,
      rejectUnauthorized: false,
    })
    const line = new Line(
      bytes => webSocket.send(bytes),
      () => webSocket.terminate(),
    )
    // What the console says in texts is not the display's.
    webSocket.on('message', (data, isBinary) => isBinary && line.#hear(data as Buffer))
    webSocket.on('close', (code, reason) => line.#end(`Porthole closed the console: ${code} ${reason}`))
    await once(webSocket, 'open')
    return line
  }

  async take(length: number): Promise<Buffer> {
    while (this.#bytes.length < length) {
      if (this.#closed !== null) throw new Error(this.#closed)
      await new Promise<void>(resolve => {
        this.#wake = resolve
      })
    }
    const taken = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(length)
    return taken
  }

  #hear(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes])
    this.#wake()
  }

  #end(why: string): void {
    this.#closed = why
    this.#wake()
  }
}
