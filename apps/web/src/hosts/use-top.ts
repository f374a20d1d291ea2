import { type RefObject, useLayoutEffect, useState } from 'react'

/**
 * How far down its scrolling page an element begins. What stands above it may come and go: then the page that holds both
 * changes its height. Measured then alone, because each look in the middle of a drawing makes the browser lay all out.
 */
export function useTop(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const content = document.getElementById('content')
    const page = (ref.current?.closest('table') ?? ref.current)?.parentElement
    if (!content || !page) return
    const measure = () => {
      if (!ref.current) return
      setTop(ref.current.getBoundingClientRect().top - content.getBoundingClientRect().top + content.scrollTop)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(page)
    return () => observer.disconnect()
  }, [ref])
  return top
}
