import type { Host } from '@porthole/contract'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { NewVmButton } from './NewVmButton.tsx'

/** A host without VMs, or one that was never reached: says which of the two it is. */
export function HostNothing({ host }: { host: Host }) {
  return (
    <tr>
      <td colSpan={7}>
        {host.state === 'connected' ? (
          <EmptyState title={texts.hosts.noVmTitle} actions={<NewVmButton host={host.id} quiet />}>
            <p>{texts.hosts.noVm}</p>
            <p>
              {texts.hosts.demoLead} <code>{texts.hosts.demo}</code>
            </p>
          </EmptyState>
        ) : (
          <EmptyState title={texts.hosts.noVmYet} />
        )}
      </td>
    </tr>
  )
}
