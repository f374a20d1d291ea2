import { type RefObject, useEffect, useState } from 'react'

const callbacks = new WeakMap<Element, (visible: boolean) => void>()
let observer: IntersectionObserver | undefined

/** Whether the element is on the screen, or nearly. One observer serves all rows. */
export function useVisible(ref: RefObject<Element | null>): boolean {
  const [visible, setVisible] = useState(false)
  useEffect(() => {
    const element = ref.current
    if (!element) return
    observer ??= new IntersectionObserver(
      entries => {
        for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting)
      },
      { rootMargin: '80px' },
    )
    callbacks.set(element, setVisible)
    observer.observe(element)
    return () => {
      observer?.unobserve(element)
      callbacks.delete(element)
    }
  }, [ref])
  return visible
}
