import { useEffect, useRef } from 'react'
import { consoleTexts } from '../texts/console-texts.ts'
import type { ShownVm } from '../vms/vm-context.ts'
import type { ConsoleLink } from './console-link.ts'

/** A console goes after a VM that moves to another host, by a new link: says there where it went. */
export function useMoved(link: ConsoleLink | null, { vm, host }: ShownVm): void {
  const last = useRef<{ readonly link: ConsoleLink; readonly id: string; readonly host: string; name: string } | null>(
    null,
  )
  const name = host?.name ?? vm.host
  useEffect(() => {
    // The link that is still there leads to the old host.
    if (!link || last.current?.link === link) return
    const before = last.current
    if (before && before.id === vm.id && before.host !== vm.host) link.heard.set(consoleTexts.moved(before.name, name))
    last.current = { link, id: vm.id, host: vm.host, name }
  }, [link, vm.id, vm.host, name])
}
