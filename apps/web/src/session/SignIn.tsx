'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/PasswordInput.css'
import { PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { client, orpc } from '../api/client.ts'
import { type Failure, failureOf } from '../api/failure.ts'
import { fieldErrors } from '../api/field-errors.ts'
import { forgetFleet } from '../api/fleet-queries.ts'
import { formRules } from '../api/form-rules.ts'
import { sessionQuery } from '../api/session-query.ts'
import { passkeyTexts } from '../texts/passkey-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { Door } from './Door.tsx'
import { DoorForm } from './DoorForm.tsx'
import { NeedsSetup } from './NeedsSetup.tsx'
import { PasskeyButton } from './PasskeyButton.tsx'
import { askForPasskey, passkeyFailure } from './passkey.ts'
import { returnPath } from './return-path.ts'
import { SignOnButton } from './SignOnButton.tsx'

const rules = formRules(contract.session.signIn)

/** Without a code for as long as none was asked for. */
const asked = ({ code, ...rest }: { email: string; password: string; code: string }) =>
  code === '' ? rest : { ...rest, code }

export function SignIn() {
  const router = useRouter()
  const queries = useQueryClient()
  const session = useQuery(sessionQuery)
  const form = useForm({
    initialValues: { email: '', password: '', code: '' },
    validate: values => rules(asked(values)),
  })
  const [codeNeeded, setCodeNeeded] = useState(false)
  const [passkeys, setPasskeys] = useState<NonNullable<Failure['passkeys']>>([])
  const entered = () => {
    forgetFleet(queries)
    return queries.invalidateQueries(sessionQuery)
  }
  const signIn = useMutation({
    ...orpc.session.signIn.mutationOptions(),
    onSuccess: entered,
    onError: error => {
      const failure = failureOf(error)
      form.setErrors(fieldErrors(failure))
      if (failure.code === 'CODE_NEEDED') setPasskeys(failure.passkeys ?? [])
      if (failure.code === 'CODE_NEEDED' || failure.code === 'WRONG_CODE') setCodeNeeded(true)
      else focusFirstError()
    },
  })

  const second = useMutation({
    async mutationFn({ email, password }: { email: string; password: string }) {
      const { options } = await client.session.beginPasskey({})
      // The password said who it is already: a touch does.
      const allowCredentials = passkeys.map(passkey => ({ ...passkey, type: 'public-key' }))
      const passkey = await askForPasskey({ ...options, allowCredentials, userVerification: 'discouraged' })
      await client.session.signIn({ email, password, passkey })
    },
    onSuccess: entered,
  })

  const inside = Boolean(session.data?.person)
  useEffect(() => {
    if (inside) router.replace(returnPath(new URLSearchParams(window.location.search).get('from')))
  }, [inside, router])

  if (session.data?.needsSetup) return <NeedsSetup />
  const failure = signIn.error && failureOf(signIn.error)
  return (
    <Door title={texts.session.signInTitle}>
      <DoorForm onSubmit={form.onSubmit(values => signIn.mutate(asked(values)), focusFirstError)}>
        <TextInput
          label={texts.session.email}
          type="email"
          autoComplete="username"
          autoFocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={texts.session.password}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
          {...form.getInputProps('password')}
        />
        {codeNeeded && (
          <TextInput
            label={texts.session.code}
            description={texts.session.codeHint}
            autoComplete="one-time-code"
            autoFocus
            {...form.getInputProps('code')}
          />
        )}
        {second.error && (
          <Notice tone="error" alert>
            {passkeyFailure(second.error, 'use')}
          </Notice>
        )}
        {failure && failure.code !== 'CODE_NEEDED' && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        <Button look="primary" type="submit" size="large" busy={signIn.isPending || inside}>
          {texts.session.signIn}
        </Button>
        {codeNeeded && passkeys.length > 0 && (
          <Button size="large" busy={second.isPending || second.isSuccess} onClick={() => second.mutate(form.values)}>
            {passkeyTexts.instead}
          </Button>
        )}
      </DoorForm>
      {session.data?.passkeys && !codeNeeded && <PasskeyButton onEntered={entered} />}
      {session.data?.signOn && <SignOnButton label={session.data.signOn.label} />}
    </Door>
  )
}
