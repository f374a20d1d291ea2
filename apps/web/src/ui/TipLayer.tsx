import { useEffect, useRef } from 'react'
import classes from './TipLayer.module.css'

const delayMs = 350

/**
 * Shows what stands in `data-tip` of whatever is hovered or focused, and the whole text of a `data-cut` element that
 * is too narrow for it. One layer for the page, in the browser's top layer: above dialogs and full screen.
 */
export function TipLayer() {
  const layer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = layer.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let owner: Element | null = null

    const hide = () => {
      clearTimeout(timer)
      owner = null
      if (element.matches(':popover-open')) element.hidePopover()
    }
    const show = (target: Element) => {
      element.textContent = tipOf(target)
      if (!target.isConnected || !element.textContent) return
      element.showPopover()
      place(element, target.getBoundingClientRect())
    }
    const over = (event: Event) => {
      const target = event.target instanceof Element ? event.target.closest('[data-tip],[data-cut]') : null
      if (target === owner || (event.type === 'focusin' && !target?.matches(':focus-visible'))) return
      hide()
      if (!target) return
      owner = target
      timer = setTimeout(() => show(target), delayMs)
    }
    const left = (event: Event) => {
      if (event.target === owner) hide()
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const events: [string, (event: never) => void][] = [
      ['pointerover', over],
      ['focusin', over],
      ['focusout', left],
      ['pointerdown', hide],
      ['scroll', hide],
      ['keydown', onKey],
    ]
    for (const [name, listener] of events) document.addEventListener(name, listener as EventListener, true)
    return () => {
      hide()
      for (const [name, listener] of events) document.removeEventListener(name, listener as EventListener, true)
    }
  }, [])
  return <div ref={layer} popover="manual" aria-hidden="true" className={classes.tip} />
}

function tipOf(target: Element): string | null {
  const cut = target.hasAttribute('data-cut') && target.scrollWidth > target.clientWidth
  return target.getAttribute('data-tip') ?? (cut ? target.textContent : null)
}

function place(tip: HTMLElement, anchor: DOMRect): void {
  const { width, height } = tip.getBoundingClientRect()
  const below = anchor.bottom + 6 + height < window.innerHeight
  const left = Math.max(8, Math.min(anchor.left + anchor.width / 2 - width / 2, window.innerWidth - width - 8))
  tip.style.left = `${left}px`
  tip.style.top = `${below ? anchor.bottom + 6 : anchor.top - height - 6}px`
}
