import type { VmDetails } from '@porthole/contract'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { vmTexts } from '../texts/vm-texts.ts'
import { useVmLink } from './use-vm-link.ts'
import { useShownVm } from './vm-context.ts'
import classes from './vm-page.module.css'

const { facts } = vmTexts

/** What the VM is. Places have their size before the details arrive. */
export function VmFacts({ details }: { details: VmDetails | undefined }) {
  const { vm, host, twins } = useShownVm()
  const toSnapshots = useVmLink(vm, 'snapshots', twins)
  const sourceOf = (ip: string) => {
    const source = details?.addresses.find(address => address.ip === ip)?.source
    return source ? vmTexts.addressSources[source] : undefined
  }
  return (
    <dl className={classes.facts}>
      {vm.title && <Fact name={facts.title}>{vm.title}</Fact>}
      <Fact name={facts.host}>{host?.name ?? vm.host}</Fact>
      <Fact name={facts.vcpus}>{vm.vcpus}</Fact>
      <Fact name={facts.memory}>
        <span data-tip={`${vm.memoryKiB} KiB`}>{sizeOfKiB(vm.memoryKiB)}</span>
      </Fact>
      <Fact name={facts.accelerator}>{vmTexts.accelerators[vm.accelerator]}</Fact>
      <Fact name={facts.machine}>{details && [details.machine, details.arch].filter(Boolean).join(' · ')}</Fact>
      <Fact name={facts.firmware}>{details && vmTexts.firmwares[details.firmware]}</Fact>
      <Fact name={facts.displays}>{vm.displays.map(display => display.toUpperCase()).join(', ') || texts.none}</Fact>
      <Fact name={facts.serials}>{details?.serials}</Fact>
      {vm.ips.length > 0 && (
        <Fact name={facts.addresses}>
          {vm.ips.map((ip, at) => (
            <span key={ip} className="exact" data-tip={sourceOf(ip)}>
              {ip}
              {at < vm.ips.length - 1 && ', '}
            </span>
          ))}
        </Fact>
      )}
      {vm.os && (
        <Fact name={facts.os}>
          <span data-tip={details?.osSource ? vmTexts.osSources[details.osSource] : undefined}>{vm.os}</span>
        </Fact>
      )}
      {vm.owner && <Fact name={facts.owner}>{vm.owner}</Fact>}
      {vm.snapshots.length > 0 && (
        <Fact name={facts.snapshots}>
          <Link {...toSnapshots}>{vmTexts.snapshots(vm.snapshots, vm.currentSnapshot)}</Link>
        </Fact>
      )}
      <Fact name={facts.autostart}>{vm.autostart ? vmTexts.yes : vmTexts.no}</Fact>
      {!vm.persistent && (
        <Fact name={texts.vms.transient}>
          <span>{texts.vms.transientHint}</span>
        </Fact>
      )}
      <Fact name={facts.uuid}>
        <span className="exact">{vm.id}</span>
      </Fact>
      {details?.description && <Fact name={facts.description}>{details.description}</Fact>}
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="figures">{children ?? <>&nbsp;</>}</dd>
    </div>
  )
}
