import { useRouter } from 'next/navigation'
import { warmConsole } from '../console/warm-console.ts'
import { useVmActs } from '../vms/acting-context.ts'
import { primaryAct, whyNot } from '../vms/acts.ts'
import type { RowWish } from '../vms/row-keys.ts'
import { vmPath } from '../vms/vm-path.ts'
import { useSelection } from './selection.ts'
import type { TableItem } from './table-items.ts'

/** Does what a key asked of the VM that has the focus; `row` is where it stands. */
export function useRowWishes(items: readonly TableItem[], twins: ReadonlySet<string>) {
  const router = useRouter()
  const { ask, openMenu } = useVmActs()
  const selection = useSelection()
  return (wish: RowWish, key: string, row: HTMLElement): void => {
    const item = items.find(item => item.key === key)
    if (item?.kind !== 'vm') return
    const { vm, group } = item
    const { staleSince } = group
    if (wish === 'select' || wish === 'select-to') selection.toggle(key, wish === 'select-to')
    if (wish === 'open') router.push(vmPath(vm, '', twins))
    if (wish === 'console' && whyNot(vm, 'openConsole', staleSince) === null) {
      warmConsole(vm)
      router.push(vmPath(vm, 'console', twins))
    }
    if (wish === 'menu') openMenu(vm, { at: row.getBoundingClientRect(), opener: row, staleSince, twins })
    const act = primaryAct(vm)
    if (wish === 'start' && act !== 'openConsole' && whyNot(vm, act, staleSince) === null) ask(vm, act)
  }
}
