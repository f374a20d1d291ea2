import { type RefObject, useEffect } from 'react'

/** Makes `screen` so large that the picture in it leaves no room of its place empty; what stands over is scrolled to. */
export function useFill(on: boolean, screen: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = screen.current
    const place = element?.parentElement
    if (!on || !element || !place) return
    const size = () => {
      const canvas = element.querySelector('canvas')
      if (!canvas?.width || !canvas.height) return
      const scale = Math.max(place.clientWidth / canvas.width, place.clientHeight / canvas.height)
      element.style.width = `${Math.floor(canvas.width * scale)}px`
      element.style.height = `${Math.floor(canvas.height * scale)}px`
    }
    const placed = new ResizeObserver(size)
    placed.observe(place)
    // The guest's own size is its canvas's.
    const drawn = new MutationObserver(size)
    drawn.observe(element, { subtree: true, childList: true, attributes: true, attributeFilter: ['width', 'height'] })
    size()
    return () => {
      placed.disconnect()
      drawn.disconnect()
      element.style.removeProperty('width')
      element.style.removeProperty('height')
    }
  }, [on, screen])
}
