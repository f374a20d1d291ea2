import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/NumberInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import { type Hardware, type HardwareDevice, type HardwareKind, type Vm, vmRules } from '@porthole/contract'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'

const AttachDisk = dynamic(() => import('./DiskDialogs.tsx').then(file => file.AttachDisk))
const DetachDisk = dynamic(() => import('./DiskDialogs.tsx').then(file => file.DetachDisk))
const AddNic = dynamic(() => import('./NicDialogs.tsx').then(file => file.AddNic))
const ChangeNic = dynamic(() => import('./NicDialogs.tsx').then(file => file.ChangeNic))
const RemoveNic = dynamic(() => import('./NicDialogs.tsx').then(file => file.RemoveNic))
const InsertMedium = dynamic(() => import('./MediumDialog.tsx').then(file => file.InsertMedium))
const EjectMedium = dynamic(() => import('./MediumDialog.tsx').then(file => file.EjectMedium))
const ChangeProcessors = dynamic(() => import('./AmountDialogs.tsx').then(file => file.ChangeProcessors))
const ChangeMemory = dynamic(() => import('./AmountDialogs.tsx').then(file => file.ChangeMemory))

type Act = 'attach' | 'detach' | 'addNic' | 'changeNic' | 'removeNic' | 'insert' | 'eject' | 'processors' | 'memory'

interface ActsProps {
  vm: Vm
  hardware: Hardware
  onNote(note: string | null): void
}

/** What can be done with a device. */
export function DeviceActs({ device, ...props }: ActsProps & { device: HardwareDevice }) {
  const facts = device.now ?? device.next
  const holds = device.now?.source ?? device.next?.source
  // Nothing tells an image of a floppy from any other file.
  const drive: Act[] = [
    ...(facts?.device === 'cdrom' ? (['insert'] as const) : []),
    ...(holds ? (['eject'] as const) : []),
  ]
  const acts = (
    {
      processors: ['processors'],
      memory: ['memory'],
      disk: ['detach'],
      drive,
      nic: ['changeNic', 'removeNic'],
    } as Partial<Record<HardwareKind, Act[]>>
  )[device.kind]
  return acts && <Acts {...props} acts={acts} device={device} />
}

/** What can be added to those of a kind. */
export function KindActs({ kind, ...props }: ActsProps & { kind: HardwareKind }) {
  if (kind === 'disk') return <Acts {...props} acts={['attach']} />
  return kind === 'nic' && <Acts {...props} acts={['addNic']} />
}

function Acts({ vm, hardware, onNote, acts, device }: ActsProps & { acts: readonly Act[]; device?: HardwareDevice }) {
  const [asked, ask] = useState<Act | null>(null)
  const why = vm.can.includes('vm.change') ? vmRules.changeHardware(vm) : texts.acts.notAllowed('vm.change')
  const onClose = (note?: string | null) => {
    ask(null)
    if (note !== undefined) onNote(note)
  }
  const about = { vm, running: hardware.running, onClose }
  return (
    <>
      {acts.map(act => (
        <Button
          key={act}
          size="small"
          why={why}
          aria-label={device && words.actOn(words.acts[act], device.key)}
          onClick={() => ask(act)}
        >
          {words.acts[act]}
        </Button>
      ))}
      {asked === 'attach' && <AttachDisk {...about} />}
      {asked === 'addNic' && <AddNic {...about} />}
      {device && asked === 'processors' && <ChangeProcessors {...about} device={device} />}
      {device && asked === 'memory' && <ChangeMemory {...about} device={device} />}
      {device && asked === 'detach' && <DetachDisk {...about} disk={device} />}
      {device && asked === 'changeNic' && <ChangeNic {...about} nic={device} />}
      {device && asked === 'removeNic' && <RemoveNic {...about} nic={device} />}
      {device && asked === 'insert' && <InsertMedium {...about} target={device.key} />}
      {device && asked === 'eject' && <EjectMedium {...about} target={device.key} />}
    </>
  )
}
