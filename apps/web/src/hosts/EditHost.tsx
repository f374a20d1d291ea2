import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type HostDetails, hostColours } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { DialogForm } from '../forms/DialogForm.tsx'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { CertificateFields } from './CertificateFields.tsx'
import { HostColourDot } from './HostMarks.tsx'
import classes from './host-page.module.css'
import marks from './marks.module.css'
import { withoutBlanks } from './new-host-form.ts'

const words = texts.host
const rules = formRules(contract.hosts.changeHost)

interface Values {
  name: string
  /** With spaces between: a label has none inside. */
  labels: string
  colour: HostDetails['colour']
  notes: string
  certificates: { ca: string; cert: string; key: string }
}

/** What people say of a host, and the certificates that lead to it. */
export function EditHost({ host, onClose }: { host: HostDetails; onClose(): void }) {
  const announce = useAnnounce()
  const byTls = /^\w+\+tls:/.test(host.uri)
  const { id } = host
  const form = useForm<Values>({
    validateInputOnBlur: true,
    initialValues: {
      ...{ name: host.name, labels: host.labels.join(' '), colour: host.colour, notes: host.notes },
      certificates: { ca: '', cert: '', key: '' },
    },
    validate: values => atFields(rules(changeOf(id, values))),
  })
  const change = useMutation({
    ...orpc.hosts.changeHost.mutationOptions(),
    onSuccess: (_, { name }) => {
      announce(words.changed(name ?? host.name))
      onClose()
    },
    onError: error => {
      const failure = failureOf(error)
      form.setErrors(failure.code === 'NAME_TAKEN' ? { name: failure.sentence } : atFields(fieldErrors(failure)))
      focusFirstError()
    },
  })
  const failure = change.error && failureOf(change.error)
  return (
    <Dialog title={words.editTitle(host.name)} onClose={onClose}>
      <DialogForm
        form={form}
        saving={change}
        failure={failure?.issues.length === 0 && failure.code !== 'NAME_TAKEN' ? failure.sentence : null}
        words={{ submit: words.save }}
        onSubmit={values => change.mutate(changeOf(id, values))}
        onCancel={onClose}
      >
        <TextInput label={newHostTexts.name} autoFocus data-1p-ignore {...form.getInputProps('name')} />
        <TextInput
          label={words.labels}
          description={words.labelsHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          autoComplete="off"
          {...form.getInputProps('labels')}
        />
        <Colours value={form.values.colour} onChange={colour => form.setFieldValue('colour', colour)} />
        <Textarea label={words.notes} rows={4} {...form.getInputProps('notes')} />
        {byTls && (
          <details>
            <summary>{words.newCertificates}</summary>
            <p className={classes.nothing}>{words.newCertificatesHint}</p>
            <CertificateFields field={name => form.getInputProps(`certificates.${name}`)} />
          </details>
        )}
      </DialogForm>
    </Dialog>
  )
}

function Colours({ value, onChange }: { value: HostDetails['colour']; onChange(colour: HostDetails['colour']): void }) {
  return (
    <fieldset style={{ margin: 0, padding: 0, border: 0 }}>
      <legend style={{ padding: 0, fontWeight: 500 }}>{words.colour}</legend>
      <div className={marks.choices}>
        {[null, ...hostColours].map(colour => (
          <label key={colour}>
            <input type="radio" name="colour" checked={value === colour} onChange={() => onChange(colour)} />
            <HostColourDot colour={colour} />
            {colour === null ? words.noColour : words.colours[colour]}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function changeOf(host: string, { name, labels, colour, notes, certificates }: Values) {
  const given = Object.values(certificates).some(pem => pem.trim() !== '')
  return {
    ...{ host, name, colour, notes, labels: labels.split(/[\s,]+/).filter(Boolean) },
    ...(given && { certificates: withoutBlanks(certificates) }),
  }
}

/** One field holds all labels: what is wrong with one of them is said there. */
function atFields<Said>(errors: Record<string, Said>): Record<string, Said> {
  return Object.fromEntries(Object.entries(errors).map(([path, said]) => [path.replace(/^labels\..*/, 'labels'), said]))
}
