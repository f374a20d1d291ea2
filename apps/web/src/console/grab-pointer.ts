import type { GuestRfb } from './guest-rfb.ts'

/**
 * For a guest with a mouse and no tablet: a click in the picture makes the pointer the guest's alone, Ctrl+Alt or Esc gives it
 * back. Where the browser does not, moves of the pointer over the picture are told. The answer ends it.
 */
export function grabPointer(picture: HTMLElement, rfb: GuestRfb, grabbed: (on: boolean) => void): () => void {
  const mine = () => document.pointerLockElement !== null && picture.contains(document.pointerLockElement)
  let pressed = false
  const press = () => {
    pressed = true
  }
  /** noVNC holds the mouse between press and release, and lets no click come here. */
  const grab = () => {
    const clicked = pressed
    pressed = false
    if (!clicked || mine() || rfb.viewOnly) return
    // A browser that refuses leaves the pointer as it is, which works too.
    Promise.resolve(picture.querySelector('canvas')?.requestPointerLock()).catch(() => {})
  }
  const move = (event: MouseEvent) => {
    if (!mine()) return
    event.stopImmediatePropagation()
    rfb.move(event.movementX, event.movementY)
  }
  const release = (event: KeyboardEvent) => {
    if (mine() && event.ctrlKey && event.altKey) document.exitPointerLock()
  }
  const changed = () => grabbed(mine())
  picture.addEventListener('mousedown', press, true)
  window.addEventListener('mouseup', grab, true)
  picture.addEventListener('mousemove', move, true)
  window.addEventListener('keydown', release, true)
  document.addEventListener('pointerlockchange', changed)
  return () => {
    if (mine()) document.exitPointerLock()
    picture.removeEventListener('mousedown', press, true)
    window.removeEventListener('mouseup', grab, true)
    picture.removeEventListener('mousemove', move, true)
    window.removeEventListener('keydown', release, true)
    document.removeEventListener('pointerlockchange', changed)
    grabbed(false)
  }
}
