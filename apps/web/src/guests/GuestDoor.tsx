import '@mantine/core/styles/Input.css'
import { TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { formRules } from '../api/form-rules.ts'
import { Door } from '../session/Door.tsx'
import sessionClasses from '../session/session.module.css'
import { guestTexts as words } from '../texts/guest-texts.ts'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'

const rules = formRules(contract.guests.enterByGuestLink)

/** Before the console: whoever opened the link says what the others shall call them. */
export function GuestDoor({ token, onEntered }: { token: string; onEntered(link: string): void }) {
  const form = useForm({ initialValues: { name: '' }, validate: values => rules({ ...values, token }) })
  const enter = useMutation({
    mutationFn: ({ name }: { name: string }) => client.guests.enterByGuestLink({ token, name }),
    onSuccess: ({ link }) => onEntered(link),
    onError: error => {
      form.setErrors(fieldErrors(failureOf(error)))
      focusFirstError()
    },
  })
  const failure = enter.error && failureOf(enter.error)
  return (
    <Door title={words.title}>
      {token === '' ? (
        <Notice tone="warning">{words.noLink}</Notice>
      ) : (
        <>
          <p>{words.doorLead}</p>
          <form
            noValidate
            className={sessionClasses.fields}
            onSubmit={form.onSubmit(values => enter.mutate(values), focusFirstError)}
          >
            <TextInput label={words.name} autoComplete="name" autoFocus {...form.getInputProps('name')} />
            {failure && failure.issues.length === 0 && (
              <Notice tone="error" alert>
                {failure.sentence}
              </Notice>
            )}
            <Button look="primary" type="submit" size="large" busy={enter.isPending || enter.isSuccess}>
              {words.enter}
            </Button>
          </form>
        </>
      )}
    </Door>
  )
}
