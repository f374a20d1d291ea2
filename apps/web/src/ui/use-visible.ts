import { type RefObject, useEffect, useState } from 'react'

const callbacks = new WeakMap<Element, (visible: boolean) => void>()
let observer: IntersectionObserver | undefined

/** Tells whether the element is on the screen, or nearly, until the answer is called. One observer serves all rows. */
export function observeVisible(element: Element, tell: (visible: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    entries => {
      for (const { target, isIntersecting } of entries) callbacks.get(target)?.(isIntersecting)
    },
    { rootMargin: '80px' },
  )
  callbacks.set(element, tell)
  observer.observe(element)
  return () => {
    observer?.unobserve(element)
    callbacks.delete(element)
  }
}

/** Whether the element is on the screen, or nearly. */
export function useVisible(ref: RefObject<Element | null>): boolean {
  const [visible, setVisible] = useState(false)
  useEffect(() => (ref.current ? observeVisible(ref.current, setVisible) : undefined), [ref])
  return visible
}
