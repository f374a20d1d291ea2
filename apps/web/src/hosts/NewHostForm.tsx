import { Checkbox, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import type { HostPlace } from '@porthole/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { orpc } from '../api/client.ts'
import { failureOf, unsaid } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { hostsQuery } from '../api/fleet-queries.ts'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button, buttonLook } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { HostTestResult } from './HostTestResult.tsx'
import { hostPath } from './host-path.ts'
import { InstallKey } from './InstallKey.tsx'
import { NewHostCertificates } from './NewHostCertificates.tsx'
import classes from './new-host.module.css'
import {
  atFields,
  type NewHostForm as Form,
  type HostKind,
  type NewHostValues,
  toNewHost,
  uriOf,
  useNewHostForm,
} from './new-host-form.ts'

const words = newHostTexts
const kinds = Object.entries(words.kinds).map(([value, label]) => ({ value, label }))
const drivers = Object.entries(words.drivers).map(([value, label]) => ({ value, label }))

/** Says where a host is, tries the way there step by step, and adds it. */
export function NewHostForm() {
  const form = useNewHostForm()
  const { kind, user } = form.values
  const refused = (error: Error) => {
    form.setErrors(atFields(form.values, fieldErrors(failureOf(error))))
    focusFirstError()
  }
  const test = useMutation({ ...orpc.hosts.testHost.mutationOptions(), onError: refused })
  const add = useAdd(refused)
  const failure = [add.error, test.error].flatMap(error => error ?? []).map(failureOf)[0]
  const tryIt = () => {
    const { hasErrors } = form.validate()
    if (hasErrors) return focusFirstError()
    test.mutate(placeOf(form.values))
  }
  const tested = test.variables !== undefined && same(test.variables, placeOf(form.values))
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={form.onSubmit(values => add.mutate(toNewHost(values)), focusFirstError)}
    >
      <div>
        <SegmentedControl
          fullWidth
          aria-label={words.kind}
          data={kinds}
          value={kind}
          onChange={value => {
            form.clearErrors()
            form.setFieldValue('kind', value as HostKind)
          }}
        />
        <p className={classes.hint}>{words.kindHints[kind]}</p>
      </div>
      <Place form={form} />
      <TextInput
        label={words.name}
        autoComplete="off"
        data-1p-ignore
        description={words.nameHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        {...form.getInputProps('name')}
      />
      {kind === 'ssh' && <InstallKey user={user.trim()} />}
      {kind === 'tls' && <NewHostCertificates form={form} />}
      {kind === 'tcp' && <Checkbox label={words.plainTcp} {...form.getInputProps('plainTcp', { type: 'checkbox' })} />}
      {test.data && tested && (
        <HostTestResult test={test.data} uri={uriOf(form.values)} busy={test.isPending} onApproved={tryIt} />
      )}
      {failure && failure.issues.length === 0 && (
        <Notice tone="error" alert>
          {failure.sentence}
          {unsaid(failure) && <div className="exact">{unsaid(failure)}</div>}
        </Notice>
      )}
      <div className={classes.end}>
        <Link href="/" {...buttonLook({ size: 'large' })}>
          {texts.cancel}
        </Link>
        <Button size="large" busy={test.isPending} onClick={tryIt}>
          {words.test}
        </Button>
        <Button look="primary" type="submit" size="large" busy={add.isPending || add.isSuccess}>
          {words.add}
        </Button>
      </div>
    </form>
  )
}

function placeOf(values: NewHostValues): HostPlace {
  const { name: _, ...place } = toNewHost(values)
  return place
}

/** What was found on one way says nothing of another. */
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Where the host is, in as few fields as its kind needs. */
function Place({ form }: { form: Form }) {
  const { kind } = form.values
  if (kind === 'uri') {
    return (
      <TextInput
        label={words.uri}
        description={words.uriHint}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autoComplete="off"
        spellCheck={false}
        {...form.getInputProps('uri')}
      />
    )
  }
  const driver = <Select label={words.driver} allowDeselect={false} data={drivers} {...form.getInputProps('driver')} />
  if (kind === 'local') return driver
  return (
    <>
      <div className={kind === 'ssh' ? classes.three : classes.two}>
        <TextInput
          label={words.host}
          autoFocus
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-1p-ignore
          description={words.hostHint}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          {...form.getInputProps('host')}
        />
        {kind === 'ssh' && (
          <TextInput
            label={words.user}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-1p-ignore
            description={words.userHint}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            {...form.getInputProps('user')}
          />
        )}
        <NumberInput
          label={words.port}
          hideControls
          allowDecimal={false}
          allowNegative={false}
          placeholder={String(usualPorts[kind])}
          {...form.getInputProps('port')}
        />
      </div>
      {driver}
    </>
  )
}

const usualPorts = { ssh: 22, tls: 16514, tcp: 16509 } as const

function useAdd(refused: (error: Error) => void) {
  const router = useRouter()
  const queries = useQueryClient()
  return useMutation({
    ...orpc.hosts.addHost.mutationOptions(),
    onSuccess: async ({ id }, { name }) => {
      // Its page looks for it in the list, which the event may not have reached yet.
      await queries.invalidateQueries(hostsQuery)
      router.push(hostPath({ id, name }))
    },
    onError: refused,
  })
}
