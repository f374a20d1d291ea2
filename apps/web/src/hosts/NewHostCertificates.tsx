import { SegmentedControl } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { exactTime } from '../texts/format.ts'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { saveFile } from '../ui/save-file.ts'
import { CertificateFields } from './CertificateFields.tsx'
import classes from './new-host.module.css'
import type { NewHostForm as Form } from './new-host-form.ts'

const words = newHostTexts

/** Which certificates both sides of TLS show: made here, found in the data folder, or given. */
export function NewHostCertificates({ form }: { form: Form }) {
  const { certificatesOf } = form.values
  return (
    <fieldset className={classes.group}>
      <legend>{words.certificates}</legend>
      <SegmentedControl
        aria-label={words.certificates}
        data={Object.entries(words.certificatesOf).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('certificatesOf')}
      />
      <p>{words.certificatesHint[certificatesOf]}</p>
      {certificatesOf === 'made' && <MakeScript form={form} />}
      {certificatesOf === 'own' && <CertificateFields field={name => form.getInputProps(`certificates.${name}`)} />}
    </fieldset>
  )
}

function MakeScript({ form }: { form: Form }) {
  const make = useMutation({
    ...orpc.hosts.makeHostCertificates.mutationOptions(),
    onSuccess: ({ script }, { name }) => saveFile(scriptFile(name), new Blob([script])),
  })
  const name = form.values.host.trim()
  return (
    <>
      <div>
        <Button
          busy={make.isPending}
          onClick={() => (name === '' ? form.setFieldError('host', words.noHost) : make.mutate({ name }))}
        >
          {words.makeScript}
        </Button>
      </div>
      {make.error && (
        <Notice tone="error" alert>
          {failureOf(make.error).issues[0]?.message ?? failureOf(make.error).sentence}
        </Notice>
      )}
      {make.data && (
        <Notice tone="info">{words.scriptMade(scriptFile(make.variables.name), exactTime(make.data.until))}</Notice>
      )}
    </>
  )
}

const scriptFile = (name: string) => `porthole-tls-${name.replaceAll(':', '-')}.sh`
