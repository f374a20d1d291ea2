import type { Vm } from '@porthole/contract'
import { useRouter } from 'next/navigation'
import type { MouseEvent, PointerEvent } from 'react'
import { sitePath } from '../api/site-address.ts'
import { loadNoVnc, warmConsole } from '../console/warm-console.ts'
import { whyNot } from './acts.ts'
import { type VmPart, vmPath } from './vm-path.ts'

/**
 * The properties of a link to a page of a VM. The page is fetched when the pointer comes near, not for every row that
 * is drawn; a console's code comes then too, and its ticket on press, so that the picture follows the click.
 */
export function useVmLink(vm: Vm, page: VmPart, twins: ReadonlySet<string>) {
  const router = useRouter()
  const href = vmPath(vm, page, twins)
  const near = () => {
    router.prefetch(href)
    if (page === 'console') loadNoVnc().catch(() => {})
  }
  return {
    href,
    prefetch: false,
    onPointerEnter: near,
    onFocus: near,
    onPointerDown(event: PointerEvent) {
      if (page === 'console' && event.button === 0 && whyNot(vm, 'openConsole', null) === null) warmConsole(vm)
    },
  } as const
}

/** The same for a plain `<a>`: where a thousand rows scroll past, Next's own link is most of a row's cost. */
export function useVmAnchor(vm: Vm, page: VmPart, twins: ReadonlySet<string>) {
  const router = useRouter()
  const { href, prefetch: _, ...rest } = useVmLink(vm, page, twins)
  return {
    ...rest,
    href: sitePath(href),
    onClick(event: MouseEvent) {
      const { button, metaKey, ctrlKey, shiftKey, altKey } = event
      if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return
      event.preventDefault()
      router.push(href)
    },
  } as const
}
