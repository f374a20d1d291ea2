import type { Host } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { NewVmButton } from './NewVmButton.tsx'
import type { RowPlace } from './row-heights.ts'

/** A host without VMs, or one that was never reached: says which of the two it is. */
export function HostNothing({ host, span, row }: { host: Host; span: number; row: RowPlace }) {
  return (
    <tr {...row}>
      <td colSpan={span}>
        <NoVmHere host={host} />
      </td>
    </tr>
  )
}

export function NoVmHere({ host }: { host: Host }) {
  if (host.state !== 'connected') return <EmptyState title={texts.hosts.noVmYet} />
  return (
    <EmptyState title={texts.hosts.noVmTitle} actions={<NewVmButton host={host.id} quiet />}>
      <p>{texts.hosts.noVm}</p>
      <p>
        {texts.hosts.demoLead} <code>{texts.hosts.demo}</code>
      </p>
    </EmptyState>
  )
}
