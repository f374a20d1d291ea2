import { type RefCallback, useCallback, useState } from 'react'

interface Size {
  readonly width: number
  readonly height: number
}

/** The room that an element has, px, and what finds the element; 0 until it is drawn. */
export function useSize(): [Size, RefCallback<HTMLElement>] {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [size, ref]
}
