import type { NetworkDetails } from '@porthole/contract'
import Link from 'next/link'
import { useFleet } from '../hosts/fleet.ts'
import { useShownHost } from '../hosts/host-context.ts'
import layout from '../pools/storage.module.css'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { StateLabel } from '../vms/StateLabel.tsx'
import { vmPath } from '../vms/vm-path.ts'
import classes from './networks.module.css'

/** The VMs with an interface on the network, as they are now. */
export function NetworkVms({ network: { vms, others } }: { network: NetworkDetails }) {
  const group = useShownHost()
  const { twins } = useFleet()
  const hidden = others.on + others.off
  return (
    <div className={classes.part}>
      <h3>{words.vms}</h3>
      {vms.length === 0 && hidden === 0 && <p className={layout.quiet}>{words.noVms}</p>}
      {vms.length > 0 && (
        <ul className={classes.vms}>
          {vms.map(({ id, name }) => {
            const vm = group.vms.find(vm => vm.id === id)
            return (
              <li key={id}>
                <Link href={vmPath({ id, host: group.host.id }, '', twins)} prefetch={false}>
                  {vm?.name ?? name}
                </Link>
                {vm && <StateLabel vm={vm} staleSince={group.staleSince} />}
              </li>
            )
          })}
        </ul>
      )}
      {hidden > 0 && <p className={layout.quiet}>{vms.length > 0 ? words.others(hidden) : words.onlyOthers(hidden)}</p>}
    </div>
  )
}
