import '@mantine/core/styles/Checkbox.css'
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, imagesPath, type NewPool, type PoolKind, poolKinds } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { formRules } from '../api/form-rules.ts'
import { poolTexts as words } from '../texts/pool-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { useStorageAct } from './use-storage-act.ts'
import { VolumeDialog } from './VolumeDialog.tsx'

const rules = formRules(contract.pools.createPool)

type Field = 'path' | 'device' | 'host' | 'dir' | 'group' | 'target'
const fieldsOf: Readonly<Record<PoolKind, readonly Field[]>> = {
  dir: ['path'],
  fs: ['device', 'path'],
  netfs: ['host', 'dir', 'path'],
  logical: ['group'],
  iscsi: ['host', 'target'],
}

interface Values extends Pick<NewPool, 'pool' | 'start' | 'autostart'> {
  source: { kind: PoolKind } & Record<Field, string>
}

const usualPath = (name: string) => (name === '' ? imagesPath : `${imagesPath}/${name}`)

interface NewPoolDialogProps {
  host: string
  /** Anywhere on the host, of any kind. */
  mayAnywhere: boolean
  onClose(): void
  onMade(pool: string): void
}

/** A pool of one's own: its kind, and the few things that such a one needs. */
export function NewPoolDialog({ host, mayAnywhere, onClose, onMade }: NewPoolDialogProps) {
  const announce = useAnnounce()
  const toInput = ({ source, ...values }: Values) => {
    const fields = fieldsOf[source.kind].map(field => [field, source[field]])
    return { host, ...values, source: { kind: source.kind, ...Object.fromEntries(fields) } } as NewPool
  }
  const form = useForm<Values>({
    validateInputOnBlur: true,
    initialValues: {
      pool: '',
      source: { kind: 'dir', path: usualPath(''), device: '', host: '', dir: '', group: '', target: '' },
      ...{ start: true, autostart: true },
    },
    validate: values => rules(toInput(values)),
  })
  const create = useStorageAct(orpc.pools.createPool.mutationOptions(), {
    form,
    done() {
      announce(words.made(form.values.pool))
      onMade(form.values.pool)
      onClose()
    },
  })
  const { pool, source } = form.values
  return (
    <VolumeDialog
      title={words.newPool}
      confirm={words.create}
      form={form}
      act={create}
      onSubmit={values => create.mutate(toInput(values))}
      onClose={onClose}
    >
      <TextInput
        label={words.name}
        autoFocus
        autoComplete="off"
        data-1p-ignore
        {...form.getInputProps('pool')}
        onChange={event => {
          const name = event.currentTarget.value
          if (source.path === usualPath(pool)) form.setFieldValue('source.path', usualPath(name))
          form.setFieldValue('pool', name)
        }}
      />
      {mayAnywhere ? (
        <NativeSelect
          label={words.kind}
          data={poolKinds.map(value => ({ value, label: words.kinds[value] }))}
          {...form.getInputProps('source.kind')}
        />
      ) : (
        <p>{words.onlyAmongImages(imagesPath)}</p>
      )}
      {fieldsOf[source.kind].map(field => (
        <TextInput
          key={`${source.kind} ${field}`}
          {...words.fields(source.kind)[field]}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          autoComplete="off"
          spellCheck={false}
          data-1p-ignore
          {...form.getInputProps(`source.${field}`)}
        />
      ))}
      <Checkbox label={words.startNow} {...form.getInputProps('start', { type: 'checkbox' })} />
      <Checkbox label={words.startWithHost} {...form.getInputProps('autostart', { type: 'checkbox' })} />
    </VolumeDialog>
  )
}
