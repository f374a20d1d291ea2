import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useState } from 'react'
import { keyOf } from '../api/vm-key.ts'
import { warmConsole } from '../console/warm-console.ts'
import { texts } from '../texts/texts.ts'
import { useVmActs } from '../vms/acting-context.ts'
import { primaryAct, whyNot } from '../vms/acts.ts'
import { type RowWish, rowKey } from '../vms/row-keys.ts'
import classes from '../vms/table.module.css'
import { VmRow } from '../vms/VmRow.tsx'
import { vmPath } from '../vms/vm-path.ts'
import type { FleetHost } from './fleet.ts'
import { HostHeading } from './HostHeading.tsx'
import { HostNothing } from './HostNothing.tsx'

const { columns } = texts.vms

/** All VMs of all hosts in one table, so that its columns stand in line; each host heads its own. */
export function FleetTable({ hosts, twins }: { hosts: readonly FleetHost[]; twins: ReadonlySet<string> }) {
  const router = useRouter()
  const { ask, openMenu } = useVmActs()
  const [focused, setFocused] = useState<string | null>(null)
  const all = hosts.flatMap(group => group.vms.map(vm => ({ vm, staleSince: group.staleSince })))
  const current = all.some(({ vm }) => keyOf(vm) === focused) ? focused : all[0] && keyOf(all[0].vm)

  const fulfil = (wish: RowWish, key: string, row: HTMLElement) => {
    const found = all.find(({ vm }) => keyOf(vm) === key)
    if (!found) return
    const { vm, staleSince } = found
    if (wish === 'open') router.push(vmPath(vm, '', twins))
    if (wish === 'console' && whyNot(vm, 'openConsole', staleSince) === null) {
      warmConsole(vm)
      router.push(vmPath(vm, 'console', twins))
    }
    if (wish === 'menu') openMenu(vm, { at: row.getBoundingClientRect(), opener: row, staleSince, twins })
    const act = primaryAct(vm)
    if (wish === 'start' && act !== 'openConsole' && whyNot(vm, act, staleSince) === null) ask(vm, act)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const asked = rowKey(event)
    if (asked) fulfil(asked.wish, asked.key, asked.row)
  }
  return (
    <table
      className={classes.table}
      aria-label={texts.vms.table}
      onKeyDown={onKeyDown}
      onFocus={event => setFocused(event.target.closest<HTMLElement>('[data-vm]')?.dataset.vm ?? focused)}
    >
      <colgroup>
        <col className={classes.columnScreen} />
        <col />
        <col className={classes.columnState} />
        <col className={classes.columnVcpus} />
        <col className={classes.columnMemory} />
        <col className={classes.columnCpu} />
        <col className={classes.columnActs} />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">
            <span className="only-heard">{columns.screen}</span>
          </th>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.state}</th>
          <th scope="col" className={`${classes.number} ${classes.wide}`}>
            {columns.vcpus}
          </th>
          <th scope="col" className={`${classes.number} ${classes.wide}`}>
            {columns.memory}
          </th>
          <th scope="col" className={`${classes.number} ${classes.cpu}`}>
            {columns.cpu}
          </th>
          <th scope="col">
            <span className="only-heard">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      {hosts.map(({ host, vms, on, all, staleSince }) => (
        <tbody key={host.id}>
          <HostHeading host={host} on={on} all={all} staleSince={staleSince} />
          {vms.map(vm => (
            <VmRow key={vm.id} vm={vm} staleSince={staleSince} twins={twins} current={keyOf(vm) === current} />
          ))}
          {vms.length === 0 && <HostNothing host={host} />}
        </tbody>
      ))}
    </table>
  )
}
