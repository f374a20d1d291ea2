import { Checkbox, NumberInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type HardwareDevice } from '@porthole/contract'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import classes from './hardware.module.css'
import { type HardwareDialog, useHardwareAct } from './use-hardware-act.ts'

interface AboutDevice extends HardwareDialog {
  device: HardwareDevice
}

interface Values {
  have: number | string
  most: number | string
  now: boolean
}

interface AmountDialogProps<Input> extends AboutDevice {
  title: string
  /** The input's fields, and what they are called. */
  fields: { have: keyof Input & string; most: keyof Input & string }
  labels: { have: string; most: string }
  suffix: string
  /** As the facts of the device have them. */
  read(facts: HardwareDevice['next']): { have: number; most: number }
  entry: Parameters<typeof formRules>[0]
  save(input: Input): Promise<object>
  done: string
}

/** How much of something a VM has and may have at most; what of it takes effect now, and what at the next start. */
function AmountDialog<Input>(props: AmountDialogProps<Input>) {
  const { vm, device, title, fields, labels, suffix, read, entry, save, done, onClose } = props
  const running = device.now && read(device.now)
  const before = read(device.next ?? device.now)
  const check = formRules(entry)
  const input = ({ have, most, now }: Values) => ({
    ...{ id: vm.id, host: vm.host, now },
    // What was left alone stays as it is by then.
    ...((have !== before.have || now) && { [fields.have]: have }),
    ...(most !== before.most && { [fields.most]: most }),
  })
  const form = useForm<Values>({
    initialValues: { ...before, now: false },
    validate: values => named(fields, check(input(values))),
  })
  const change = useHardwareAct<object, Input>({ mutationFn: save }, props, done)
  const { have, most, now } = form.values
  const fits = running !== null && typeof have === 'number' && have <= running.most
  const setHave = (value: number | string) => {
    // Where it may have no more than it has, one number is meant by both.
    const follows = before.have === before.most && most === have
    const grows = typeof value === 'number' && typeof most === 'number' && value > most
    form.setValues({ have: value, ...((follows || grows) && { most: value }) })
  }
  return (
    <Dialog title={title} onClose={() => onClose()}>
      <DialogForm
        form={form}
        saving={change}
        onSubmit={values =>
          change.mutate(input({ ...values, now: now && fits }) as Input, {
            onError: error => form.setErrors(named(fields, fieldErrors(failureOf(error)))),
          })
        }
        onCancel={() => onClose()}
      >
        <NumberInput
          label={labels.have}
          suffix={suffix}
          min={0}
          allowDecimal={false}
          autoFocus
          {...form.getInputProps('have')}
          onChange={setHave}
        />
        <NumberInput
          label={labels.most}
          description={words.mostHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          suffix={suffix}
          min={0}
          allowDecimal={false}
          {...form.getInputProps('most')}
        />
        {running && (
          <Checkbox
            label={words.alsoNow}
            description={fits ? words.nowHint(labels.have) : words.noRoom(`${running.most}${suffix}`)}
            disabled={!fits}
            {...form.getInputProps('now', { type: 'checkbox' })}
            checked={now && fits}
          />
        )}
        {running && !(now && fits) && <p className={classes.none}>{words.nextOnly}</p>}
      </DialogForm>
    </Dialog>
  )
}

/** What is said of the input's fields, at the form's. */
const named = ({ have, most }: { have: string; most: string }, errors: Record<string, unknown>) => ({
  ...(errors[have] ? { have: errors[have] as string } : {}),
  ...(errors[most] ? { most: errors[most] as string } : {}),
})

export function ChangeProcessors(props: AboutDevice) {
  return (
    <AmountDialog<Parameters<typeof client.hardware.changeProcessors>[0]>
      {...props}
      title={words.processorsTitle(props.vm.name)}
      fields={{ have: 'vcpus', most: 'maxVcpus' }}
      labels={{ have: words.facts.vcpus, most: words.facts.maxVcpus }}
      suffix=""
      read={facts => ({ have: Number(facts?.vcpus ?? 1), most: Number(facts?.maxVcpus ?? 1) })}
      entry={contract.hardware.changeProcessors}
      save={input => client.hardware.changeProcessors(input)}
      done={words.processorsChanged}
    />
  )
}

export function ChangeMemory(props: AboutDevice) {
  const mib = (kib: unknown) => Math.round(Number(kib ?? 0) / 1024)
  return (
    <AmountDialog<Parameters<typeof client.hardware.changeMemory>[0]>
      {...props}
      title={words.memoryTitle(props.vm.name)}
      fields={{ have: 'memoryMiB', most: 'maxMemoryMiB' }}
      labels={{ have: words.facts.memory, most: words.facts.maxMemory }}
      suffix=" MiB"
      read={facts => ({ have: mib(facts?.memory), most: mib(facts?.maxMemory) })}
      entry={contract.hardware.changeMemory}
      save={input => client.hardware.changeMemory(input)}
      done={words.memoryChanged}
    />
  )
}
