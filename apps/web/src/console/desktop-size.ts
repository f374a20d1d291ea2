import type RFB from '@novnc/novnc'

/** What a display says about being resized: nothing yet, that it can be, or that it does not follow. */
export type Resizing = 'unknown' | 'can' | 'refuses'

/** Why the size is told, and what became of a request, in a rectangle's place: rfbproto, ExtendedDesktopSize. */
const askedHere = 1
const done = 0
/** QEMU: it was handed to the guest. */
const forwarded = 4

/** noVNC 1.7 keeps this to itself; the version is fixed in package.json, and the console's journey holds it. */
interface InsideOfNoVnc {
  readonly _FBU: { readonly x: number; readonly y: number }
  _handleExtendedDesktopSize(): boolean
}

/** Tells what the display behind `rfb` says about being resized, each time it says something. */
export function hearResizing(rfb: RFB, tell: (resizing: Resizing) => void): void {
  const inside = rfb as unknown as InsideOfNoVnc
  const handle = inside._handleExtendedDesktopSize
  inside._handleExtendedDesktopSize = () => {
    const { x, y } = inside._FBU
    // Its bytes have not all come yet.
    if (!handle.call(rfb)) return false
    if (x === askedHere) tell(y === done || y === forwarded ? 'can' : 'refuses')
    else tell('can')
    return true
  }
}
