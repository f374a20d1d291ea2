'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/PasswordInput.css'
import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { sessionQuery } from '../api/session-query.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { Door } from './Door.tsx'
import { DoorForm } from './DoorForm.tsx'
import { NewPasswordInput } from './NewPasswordInput.tsx'
import { useEnter } from './use-enter.ts'
import { useLinkToken } from './use-link-token.ts'

const rules = formRules(contract.session.setUp)

export function SetUp() {
  const token = useLinkToken()
  const session = useQuery(sessionQuery)
  const form = useForm({
    initialValues: { name: '', email: '', password: '' },
    validateInputOnBlur: true,
    validate: values => rules({ ...values, token: token ?? '' }),
  })
  const setUp = useEnter(orpc.session.setUp.mutationOptions(), form)
  const failure = setUp.error && failureOf(setUp.error)

  if (session.data && !session.data.needsSetup && !setUp.isSuccess && !setUp.isPending) return <AlreadySetUp />
  return (
    <Door title={texts.session.setupTitle}>
      <p>{texts.session.setupLead}</p>
      {token === '' && <Notice tone="warning">{texts.session.noToken}</Notice>}
      <DoorForm onSubmit={form.onSubmit(values => setUp.mutate({ ...values, token: token ?? '' }), focusFirstError)}>
        <TextInput label={texts.session.name} autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <TextInput label={texts.session.email} type="email" autoComplete="username" {...form.getInputProps('email')} />
        <NewPasswordInput {...form.getInputProps('password')} />
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        <Button look="primary" type="submit" size="large" busy={setUp.isPending || setUp.isSuccess}>
          {texts.session.create}
        </Button>
      </DoorForm>
    </Door>
  )
}

function AlreadySetUp() {
  return (
    <Door title={texts.session.setupTitle}>
      <p>{texts.session.alreadySetUp}</p>
      <Link href="/sign-in">{texts.session.signIn}</Link>
    </Door>
  )
}
