import { Checkbox, NativeSelect } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, diskBuses, type HardwareDevice } from '@porthole/contract'
import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { DiskFields } from '../vms/DiskFields.tsx'
import type { NewVmValues } from '../vms/new-vm-form.ts'
import { NowBox } from './NowBox.tsx'
import { type HardwareDialog, useHardwareAct } from './use-hardware-act.ts'

type Bus = (typeof diskBuses)[number]

interface Values extends Pick<NewVmValues, 'host' | 'disk'> {
  bus: Bus
  readonly: boolean
  now: boolean
}

interface DiskDialogProps extends HardwareDialog {
  running: boolean
}

const rules = formRules(contract.hardware.attachDisk)

/** A volume as one more disk: one that is made for the VM, or one that is there. */
export function AttachDisk(props: DiskDialogProps) {
  const { vm, running, onClose } = props
  const input = ({ disk, ...values }: Values) => {
    const { kind, pool, volume, sizeGiB } = disk
    const chosen =
      kind === 'existing'
        ? { kind: 'existing' as const, pool, volume }
        : { kind: 'new' as const, pool, sizeGiB: Number(sizeGiB) }
    return { id: vm.id, ...values, disk: chosen }
  }
  const form = useForm<Values>({
    initialValues: {
      host: vm.host,
      disk: { kind: 'new', pool: '', volume: '', sizeGiB: 20 },
      bus: 'virtio',
      readonly: false,
      now: running,
    },
    validate: values => rules(input(values)),
  })
  const attach = useHardwareAct(orpc.hardware.attachDisk.mutationOptions(), props, words.diskAttached)
  const onError = (error: Error) => form.setErrors(fieldErrors(failureOf(error)))
  return (
    <Dialog title={words.attachTitle(vm.name)} onClose={() => onClose()}>
      <DialogForm
        form={form}
        saving={attach}
        words={{ submit: words.attach }}
        onSubmit={values => attach.mutate(input(values), { onError })}
        onCancel={() => onClose()}
      >
        <DiskFields form={form} kinds={['new', 'existing']} />
        <NativeSelect
          label={words.facts.bus}
          data={[...diskBuses]}
          description={words.busHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          {...form.getInputProps('bus')}
        />
        <Checkbox label={words.readOnly} {...form.getInputProps('readonly', { type: 'checkbox' })} />
        {running && <NowBox {...form.getInputProps('now', { type: 'checkbox' })} />}
      </DialogForm>
    </Dialog>
  )
}

/** Takes a disk away; says that what is on it stays. */
export function DetachDisk(props: DiskDialogProps & { disk: HardwareDevice }) {
  const { vm, disk, onClose } = props
  const source = (disk.now ?? disk.next)?.source
  const detach = useHardwareAct(orpc.hardware.detachDisk.mutationOptions(), props, words.diskDetached(disk.key))
  return (
    <Confirm
      title={words.detachTitle(disk.key)}
      what={words.detachWhat(vm.name, source === undefined ? null : String(source), props.running)}
      confirm={words.detach}
      busy={detach.isPending}
      error={detach.error}
      onCancel={() => onClose()}
      onConfirm={() =>
        detach.mutate({
          id: vm.id,
          host: vm.host,
          target: disk.key,
          source: source === undefined ? null : String(source),
        })
      }
    />
  )
}
