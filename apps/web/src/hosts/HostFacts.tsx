import type { HostDetails, HostMachine } from '@porthole/contract'
import type { ReactNode } from 'react'
import { sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import type { FleetHost } from './fleet.ts'
import { HostColourDot } from './HostMarks.tsx'
import classes from './host-page.module.css'

const words = texts.host
const { facts } = words
const mostGuests = 6

/** What the host is. Places have their size before the details arrive. */
export function HostFacts({ group, details }: { group: FleetHost; details: HostDetails | undefined }) {
  const { host } = group
  const { node } = host
  return (
    <div className={classes.told}>
      <section>
        <h2>{words.notes}</h2>
        <p className={details?.notes ? classes.notes : classes.nothing}>
          {details ? details.notes || words.noNotes : <>&nbsp;</>}
        </p>
      </section>
      <section>
        <h2>{words.machine}</h2>
        <dl className={classes.facts}>
          <Fact name={facts.uri} exact>
            {host.uri}
          </Fact>
          {node && (
            <>
              <Fact name={facts.hostname}>{node.hostname}</Fact>
              <Fact name={facts.hypervisor}>{`${node.hypervisor} ${node.hypervisorVersion}`}</Fact>
              <Fact name={facts.libvirt}>{node.libvirtVersion}</Fact>
              {!details?.machine && <Fact name={facts.memory}>{sizeOfKiB(node.memoryKiB)}</Fact>}
            </>
          )}
          {host.colour && (
            <Fact name={words.colour}>
              <HostColourDot colour={host.colour} /> {words.colours[host.colour]}
            </Fact>
          )}
          {details?.certificates && (
            <Fact name={facts.certificates}>
              {words.certificate(
                details.certificates.authority,
                details.certificates.subject,
                details.certificates.until ?? details.certificates.authorityUntil,
              )}
            </Fact>
          )}
          {details?.machine && <Machine group={group} machine={details.machine} arch={node?.arch ?? ''} />}
        </dl>
        {details && !details.machine && <p className={classes.nothing}>{words.machineAway}</p>}
      </section>
    </div>
  )
}

function Machine({ group: { host, vms }, machine, arch }: { group: FleetHost; machine: HostMachine; arch: string }) {
  const { sockets, cores, threads, numa, freeMemoryKiB } = machine
  const all = host.node?.memoryKiB ?? 0
  const on = vms.filter(vm => vm.active)
  const sum = (of: (vm: (typeof on)[number]) => number) => on.reduce((total, vm) => total + of(vm), 0)
  // The machine's own architecture first: it is what most guests are.
  const guests = machine.guests.toSorted((a, b) => Number(b.arch === arch) - Number(a.arch === arch))
  return (
    <>
      <Fact name={facts.cpu}>{words.cpuModel(machine.cpuModel ?? arch, machine.mhz)}</Fact>
      <Fact name={facts.topology}>{words.topology(host.node?.cpus ?? 0, sockets, cores, threads)}</Fact>
      <Fact name={facts.memory}>
        {freeMemoryKiB === null ? sizeOfKiB(all) : words.free(sizeOfKiB(freeMemoryKiB), sizeOfKiB(all))}
      </Fact>
      <Fact name={facts.guestMemory}>{words.allotted(sizeOfKiB(sum(vm => vm.memoryKiB)), sizeOfKiB(all))}</Fact>
      <Fact name={facts.guestCpus}>
        {words.allottedCpus(
          sum(vm => vm.vcpus),
          host.node?.cpus ?? 0,
        )}
      </Fact>
      <Fact name={facts.numa}>
        {numa.length === 0
          ? words.noNuma
          : numa.map(({ id, cpus, memoryKiB }) => (
              <div key={id}>{words.numaNode(id, cpus, memoryKiB === null ? null : sizeOfKiB(memoryKiB))}</div>
            ))}
      </Fact>
      <Fact name={facts.guests}>
        {guests.slice(0, mostGuests).map(({ arch, types }) => (
          <div key={`${arch} ${types}`}>{words.guest(arch, types.join(', '))}</div>
        ))}
        {guests.length > mostGuests && (
          <details>
            <summary>{words.moreGuests(guests.length - mostGuests)}</summary>
            {guests.slice(mostGuests).map(({ arch, types }) => (
              <div key={`${arch} ${types}`}>{words.guest(arch, types.join(', '))}</div>
            ))}
          </details>
        )}
      </Fact>
      <Fact name={facts.security}>{machine.security.join(', ') || texts.none}</Fact>
      <Fact name={facts.iommu}>{machine.iommu === null ? texts.unknown : machine.iommu ? words.yes : words.no}</Fact>
      <Fact name={facts.migration}>{machine.migration.join(', ') || texts.none}</Fact>
      <Fact name={facts.uuid} exact>
        {machine.uuid ?? texts.unknown}
      </Fact>
    </>
  )
}

function Fact({ name, exact = false, children }: { name: string; exact?: boolean; children: ReactNode }) {
  return (
    <div data-wide={exact || undefined}>
      <dt>{name}</dt>
      <dd className={exact ? 'exact' : 'figures'}>{children}</dd>
    </div>
  )
}
