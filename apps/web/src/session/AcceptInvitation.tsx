'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/PasswordInput.css'
import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { Door } from './Door.tsx'
import { DoorForm } from './DoorForm.tsx'
import { NewPasswordInput } from './NewPasswordInput.tsx'
import { useEnter } from './use-enter.ts'
import { useLinkToken } from './use-link-token.ts'

const words = texts.session
const rules = formRules(contract.session.acceptInvitation)

/** Whoever was invited says who they are. */
export function AcceptInvitation() {
  const token = useLinkToken()
  const form = useForm({
    initialValues: { name: '', password: '' },
    validateInputOnBlur: true,
    validate: values => rules({ ...values, token: token ?? '' }),
  })
  const enter = useEnter(orpc.session.acceptInvitation.mutationOptions(), form)
  const failure = enter.error && failureOf(enter.error)
  return (
    <Door title={words.invitationTitle}>
      <p>{words.invitationLead}</p>
      {token === '' && <Notice tone="warning">{words.noInvitation}</Notice>}
      <DoorForm onSubmit={form.onSubmit(values => enter.mutate({ ...values, token: token ?? '' }), focusFirstError)}>
        <TextInput label={words.name} autoComplete="name" autoFocus {...form.getInputProps('name')} />
        <NewPasswordInput {...form.getInputProps('password')} />
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        <Button look="primary" type="submit" size="large" busy={enter.isPending || enter.isSuccess}>
          {words.accept}
        </Button>
      </DoorForm>
    </Door>
  )
}
