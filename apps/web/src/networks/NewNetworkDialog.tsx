import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { type Network, networkModes } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { useShownHost } from '../hosts/host-context.ts'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import classes from './networks.module.css'
import { type NewNetworkForm, toNewNetwork, useNewNetworkForm } from './new-network-form.ts'
import { SubnetFields } from './SubnetFields.tsx'
import { useNetworkAct } from './use-network-act.ts'

interface NewNetworkDialogProps {
  /** Those that the host has. */
  networks: readonly Network[]
  onMade(name: string): void
  onClose(): void
}

export function NewNetworkDialog({ networks, onMade, onClose }: NewNetworkDialogProps) {
  const { host } = useShownHost()
  const form = useNewNetworkForm(host.id, networks)
  const create = useNetworkAct(orpc.networks.createNetwork.mutationOptions(), {
    done: ({ name }) => words.created(name),
    onDone({ name }) {
      onMade(name)
      onClose()
    },
  })
  const onError = (error: Error) => {
    form.setErrors(fieldErrors(failureOf(error)))
    focusFirstError()
  }
  const { mode } = form.values
  return (
    <Dialog title={words.createOn(host.name)} onClose={onClose}>
      <DialogForm
        form={form}
        saving={create}
        words={{ submit: words.createDo }}
        onSubmit={values => create.mutate(toNewNetwork(host.id, values), { onError })}
        onCancel={onClose}
      >
        <TextInput label={words.name} autoFocus autoComplete="off" data-1p-ignore {...form.getInputProps('name')} />
        <NativeSelect
          label={words.mode}
          description={mode === 'route' || mode === 'open' ? words.routeHint : undefined}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          data={networkModes.map(value => ({ value, label: words.modesInWords[value] }))}
          {...form.getInputProps('mode')}
        />
        {mode === 'bridge' ? (
          <BridgeField form={form} />
        ) : (
          <>
            <SubnetFields form={form} family="ipv4" />
            <SubnetFields form={form} family="ipv6" />
            <TextInput
              label={words.domain}
              description={words.domainHint}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              autoComplete="off"
              {...form.getInputProps('domain')}
            />
          </>
        )}
        <div className={classes.checks}>
          <Checkbox label={words.startNow} {...form.getInputProps('start', { type: 'checkbox' })} />
          <Checkbox label={words.autostart} {...form.getInputProps('autostart', { type: 'checkbox' })} />
        </div>
      </DialogForm>
    </Dialog>
  )
}

/** One of the bridges that the host has; where libvirt can not tell, its name. */
function BridgeField({ form }: { form: NewNetworkForm }) {
  const { host } = useShownHost()
  const { data } = useQuery(orpc.networks.listBridges.queryOptions({ input: { host: host.id }, staleTime: 0 }))
  const bridges = data?.bridges ?? []
  const props = form.getInputProps('bridge')
  if (data?.bridges === null) return <TextInput label={words.bridge} autoComplete="off" {...props} />
  return (
    <NativeSelect
      label={words.bridge}
      description={data && bridges.length === 0 ? words.noBridges : undefined}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      data={[{ value: '', label: words.chooseBridge }, ...bridges]}
      {...props}
    />
  )
}
