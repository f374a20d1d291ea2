/** The part of noVNC 1.7 that we use: https://github.com/novnc/noVNC/blob/v1.7.0/docs/API.md */
declare module '@novnc/novnc' {
  interface RFBEvents {
    clipboard: CustomEvent<{ text: string }>
    connect: CustomEvent<Record<string, never>>
    disconnect: CustomEvent<{ clean: boolean }>
    securityfailure: CustomEvent<{ status: number; reason?: string }>
    /** These are of guest-rfb.ts. */
    relative: CustomEvent<boolean>
    resizing: CustomEvent<'can' | 'refuses'>
    sound: CustomEvent<Uint8Array>
    sounds: CustomEvent<null>
  }

  /** Inside of noVNC: bytes that came and go. */
  interface Websock {
    flush(): void
    rQpeek8(): number
    rQshift8(): number
    rQshift16(): number
    rQshift32(): number
    rQshiftBytes(length: number): Uint8Array
    /** True while so many bytes are not there yet; goes back by `back` then. */
    rQwait(what: string, length: number, back?: number): boolean
    sQpush8(byte: number): void
  }

  export default class RFB extends EventTarget {
    static messages: {
      clientEncodings(socket: Websock, encodings: readonly number[]): void
      pointerEvent(socket: Websock, x: number, y: number, mask: number): void
    }
    constructor(
      target: HTMLElement,
      channel: WebSocket | string,
      options?: { shared?: boolean; wsProtocols?: string[] },
    )
    background: string
    clipViewport: boolean
    dragViewport: boolean
    focusOnClick: boolean
    resizeSession: boolean
    scaleViewport: boolean
    showDotCursor: boolean
    viewOnly: boolean
    addEventListener<E extends keyof RFBEvents>(
      type: E,
      listener: (event: RFBEvents[E]) => void,
      options?: AddEventListenerOptions,
    ): void
    blur(): void
    clipboardPasteFrom(text: string): void
    disconnect(): void
    focus(options?: FocusOptions): void
    /** `code` is the physical key, as in KeyboardEvent.code: sent as a scancode where the server takes them. */
    sendKey(keysym: number, code: string | null, down?: boolean): void
    toBlob(callback: (blob: Blob | null) => void, type?: string): void

    /** Inside of it, for guest-rfb.ts alone. */
    protected readonly _display: { absX(x: number): number; absY(y: number): number }
    protected readonly _FBU: {
      readonly rects: number
      readonly encoding: number
      readonly x: number
      readonly y: number
    }
    protected readonly _mouseButtonMask: number
    protected readonly _rfbConnectionState: string
    protected readonly _sock: Websock
    protected _fail(why: string): boolean
    protected _handleExtendedDesktopSize(): boolean
    protected _handleRect(): boolean
    protected _normalMsg(): boolean
    protected _sendEncodings(): void
    protected _sendMouse(x: number, y: number, mask: number): void
  }
}
