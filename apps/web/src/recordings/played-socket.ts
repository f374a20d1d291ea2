/** Version 3.8, one security type "None", and its result: what the server says to every browser. */
const greeting = new TextEncoder().encode('RFB 003.008\n\x01\x01\0\0\0\0')

/** What noVNC takes for its WebSocket: it hears what was recorded, and what it says goes nowhere. */
export class PlayedSocket {
  binaryType = 'arraybuffer'
  protocol = ''
  readyState = 'open'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null

  send(): void {}

  close(): void {
    if (this.readyState === 'closed') return
    this.readyState = 'closed'
    this.onclose?.({ code: 1000, reason: '' })
  }

  /** All of the handshake at once, up to the display's ServerInit. */
  greet(serverInit: Uint8Array<ArrayBuffer>): void {
    this.say(greeting)
    this.say(serverInit)
  }

  say(bytes: Uint8Array<ArrayBuffer>): void {
    this.onmessage?.({ data: bytes.slice().buffer })
  }
}
