/** The part of noVNC 1.7 that we use: https://github.com/novnc/noVNC/blob/v1.7.0/docs/API.md */
declare module '@novnc/novnc' {
  interface RFBEvents {
    clipboard: CustomEvent<{ text: string }>
    connect: CustomEvent<Record<string, never>>
    disconnect: CustomEvent<{ clean: boolean }>
    securityfailure: CustomEvent<{ status: number; reason?: string }>
  }

  export default class RFB extends EventTarget {
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
  }
}
