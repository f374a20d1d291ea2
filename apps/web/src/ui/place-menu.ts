const margin = 8

/** Puts the menu below its anchor, or above where there is more room, and never past the edge of the window. */
export function placeMenu(menu: HTMLElement, at: { left: number; top: number; bottom: number; right: number }): void {
  const { width, height } = menu.getBoundingClientRect()
  const room = { below: window.innerHeight - at.bottom - margin, above: at.top - margin }
  const below = height <= room.below || room.below >= room.above
  const startsLeft = at.left + width + margin <= window.innerWidth
  menu.style.left = `${Math.max(margin, startsLeft ? at.left : at.right - width)}px`
  menu.style.maxHeight = `${Math.max(120, (below ? room.below : room.above) - 4)}px`
  menu.style.top = below ? `${at.bottom + 4}px` : `${Math.max(margin, at.top - height - 4)}px`
}
