'use client'

import { type Hardware, type HardwareKind, hardwareKinds, type Vm } from '@porthole/contract'
import { useState } from 'react'
import { failureOf } from '../api/failure.ts'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { Notice } from '../ui/Notice.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { DeviceActs, KindActs } from './DeviceActs.tsx'
import { DeviceRow } from './DeviceRow.tsx'
import { alike, pendingOf } from './device-facts.ts'
import classes from './hardware.module.css'
import { useHardware } from './use-hardware.ts'

/** All devices of a VM, as they are now and as they are from its next start on. */
export function VmHardware() {
  const { data, error } = useHardware()
  return (
    <div className={classes.page} aria-busy={data === undefined}>
      {error && (
        <Notice tone="error" title={words.failed} alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {data && <Devices hardware={data} />}
    </div>
  )
}

function Devices({ hardware }: { hardware: Hardware }) {
  const { vm } = useShownVm()
  const [note, onNote] = useState<string | null>(null)
  const changes = hardware.devices.filter(device => pendingOf(device, hardware) !== null).length
  return (
    <>
      {changes > 0 && (
        <Notice tone="warning" title={words.pendingTitle(changes)}>
          {words.pending}
        </Notice>
      )}
      {note && (
        <Notice tone="info" alert dismiss={{ label: words.dismiss, do: () => onNote(null) }}>
          {note}
        </Notice>
      )}
      {!hardware.defined && <Notice tone="info">{words.transient}</Notice>}
      {hardwareKinds.map(kind => (
        <Section key={kind} kind={kind} vm={vm} hardware={hardware} onNote={onNote} />
      ))}
    </>
  )
}

/** What there is one of, as a rule: its heading names it. */
const nameless: readonly HardwareKind[] = ['machine', 'processors', 'memory', 'video']

interface SectionProps {
  kind: HardwareKind
  vm: Vm
  hardware: Hardware
  onNote(note: string | null): void
}

function Section({ kind, ...about }: SectionProps) {
  const { hardware } = about
  const devices = hardware.devices.filter(device => device.kind === kind)
  const none = words.none[kind]
  if (devices.length === 0 && none === undefined) return null
  const single = devices.length === 1 && nameless.includes(kind)
  return (
    <section className={classes.section} aria-label={words.kinds[kind]}>
      <div className={classes.head}>
        <h2>{words.kinds[kind]}</h2>
        <KindActs kind={kind} {...about} />
      </div>
      {devices.length === 0 && <p className={classes.none}>{none}</p>}
      {devices.length > 0 && (
        <ul className={classes.devices} data-many={kind === 'other' || undefined}>
          {alike(devices).map(({ device, count }) => (
            <DeviceRow key={device.key} device={device} of={hardware} count={count} single={single}>
              <DeviceActs device={device} {...about} />
            </DeviceRow>
          ))}
        </ul>
      )}
    </section>
  )
}
