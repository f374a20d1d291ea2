import { Checkbox, NativeSelect } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type HardwareDevice, nicModels } from '@porthole/contract'
import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { NetworkSelect } from '../networks/NetworkSelect.tsx'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { NowBox } from './NowBox.tsx'
import { type HardwareDialog, useHardwareAct } from './use-hardware-act.ts'

type Model = (typeof nicModels)[number]

interface Values {
  network: string | null
  model: string
  up: boolean
  now: boolean
}

interface NicDialogProps extends HardwareDialog {
  running: boolean
}

const addRules = formRules(contract.hardware.addNic)

export function AddNic(props: NicDialogProps) {
  const { id, host } = props.vm
  const input = ({ network, model, now }: Values) => ({ id, host, network: network ?? '', model: model as Model, now })
  const form = useForm<Values>({
    initialValues: { network: null, model: 'virtio', up: true, now: props.running },
    validate: values => addRules(input(values)),
  })
  const add = useHardwareAct(orpc.hardware.addNic.mutationOptions(), props, words.nicAdded)
  const onError = (error: Error) => form.setErrors(fieldErrors(failureOf(error)))
  return (
    <Dialog title={words.addNicTitle(props.vm.name)} onClose={() => props.onClose()}>
      <DialogForm
        form={form}
        saving={add}
        words={{ submit: words.add }}
        onSubmit={values => add.mutate(input(values), { onError })}
        onCancel={() => props.onClose()}
      >
        <NetworkSelect
          host={host}
          none={false}
          nothing={words.noNetworks}
          value={form.values.network}
          untouched={form.values.network === null}
          error={(form.errors.network as string | undefined) ?? null}
          onChange={network => form.setFieldValue('network', network)}
        />
        <NativeSelect label={words.facts.model} data={[...nicModels]} {...form.getInputProps('model')} />
        {props.running && <NowBox {...form.getInputProps('now', { type: 'checkbox' })} />}
      </DialogForm>
    </Dialog>
  )
}

interface AboutNic extends NicDialogProps {
  nic: HardwareDevice
}

const changeRules = formRules(contract.hardware.changeNic)

export function ChangeNic(props: AboutNic) {
  const { nic, running, vm } = props
  const facts = nic.next ?? nic.now ?? {}
  const source = String(facts.source ?? '')
  const before = {
    network: source.startsWith('network ') ? source.slice('network '.length) : null,
    model: String(facts.model ?? ''),
    up: (nic.now ?? facts).link !== 'down',
  }
  const input = ({ network, model, up, now }: Values) => ({
    ...{ id: vm.id, host: vm.host, mac: nic.key, now },
    // What was left alone stays as it is by then.
    ...(network !== null && network !== before.network && { network }),
    ...(model !== before.model && { model: model as Model }),
    ...(up !== before.up && { link: up ? ('up' as const) : ('down' as const) }),
  })
  const form = useForm<Values>({
    initialValues: { ...before, now: running },
    validate: values => changeRules(input(values)),
  })
  const change = useHardwareAct(orpc.hardware.changeNic.mutationOptions(), props, words.nicChanged)
  const onError = (error: Error) => form.setErrors(fieldErrors(failureOf(error)))
  const models = [...new Set([before.model, ...nicModels])].filter(Boolean)
  return (
    <Dialog title={words.changeNicTitle(nic.key)} onClose={() => props.onClose()}>
      <DialogForm
        form={form}
        saving={change}
        onSubmit={values => change.mutate(input(values), { onError })}
        onCancel={() => props.onClose()}
      >
        <Checkbox
          label={words.linkUp}
          description={words.linkHint}
          {...form.getInputProps('up', { type: 'checkbox' })}
        />
        <NetworkSelect
          host={vm.host}
          none={false}
          nothing={words.noNetworks}
          placeholder={source}
          value={form.values.network}
          untouched={false}
          error={(form.errors.network as string | undefined) ?? null}
          onChange={network => form.setFieldValue('network', network)}
        />
        <NativeSelect
          label={words.facts.model}
          data={models}
          description={running ? words.modelHint : undefined}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          {...form.getInputProps('model')}
        />
        {running && <NowBox {...form.getInputProps('now', { type: 'checkbox' })} />}
      </DialogForm>
    </Dialog>
  )
}

export function RemoveNic(props: AboutNic) {
  const { nic, vm } = props
  const remove = useHardwareAct(orpc.hardware.removeNic.mutationOptions(), props, words.nicRemoved)
  return (
    <Confirm
      title={words.removeNicTitle(nic.key)}
      what={words.removeNicWhat(vm.name)}
      confirm={words.remove}
      busy={remove.isPending}
      error={remove.error}
      onCancel={() => props.onClose()}
      onConfirm={() => remove.mutate({ id: vm.id, host: vm.host, mac: nic.key })}
    />
  )
}
