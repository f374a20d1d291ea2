import { Checkbox, PasswordInput, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract, type SignOn } from '@porthole/contract'
import type { ReactNode } from 'react'
import { useSave } from '../access/use-save.ts'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { signOnTexts } from '../texts/sign-on-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import { SignOnRights } from './SignOnRights.tsx'
import classes from './settings.module.css'
import { fieldsOf, type SignOnFields, toSignOn } from './sign-on-form.ts'

const words = signOnTexts
const rules = formRules(contract.settings.changeSignOn)

interface SignOnFormProps {
  signOn: SignOn | null
  /** Why it can not be saved; null when it can. */
  why: string | null
  onSaved(): Promise<void>
  /** What stands beside the button that saves. */
  other: ReactNode
}

export function SignOnForm({ signOn, why, onSaved, other }: SignOnFormProps) {
  const announce = useAnnounce()
  const form = useForm<SignOnFields>({
    initialValues: fieldsOf(signOn),
    validate: values => rules(toSignOn(values)),
  })
  const saved = () => {
    form.setFieldValue('secret', '')
    announce(words.saved)
    void onSaved()
  }
  const save = useSave(form, saved, (values: SignOnFields) => client.settings.changeSignOn(toSignOn(values)))
  const failure = save.error && failureOf(save.error)
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={form.onSubmit(values => save.mutate(values), focusFirstError)}
      onChange={() => save.reset()}
    >
      <TextInput
        label={words.label}
        description={words.labelHint}
        autoComplete="off"
        {...form.getInputProps('label')}
      />
      <TextInput
        label={words.issuer}
        placeholder="https://id.example.org"
        autoComplete="off"
        inputMode="url"
        {...form.getInputProps('issuer')}
      />
      <TextInput label={words.clientId} autoComplete="off" {...form.getInputProps('clientId')} />
      <PasswordInput
        label={words.secret}
        description={signOn && words.secretKept}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
        {...form.getInputProps('secret')}
      />
      <Checkbox
        label={words.signUp}
        description={words.signUpHint}
        {...form.getInputProps('signUp', { type: 'checkbox' })}
      />
      <TextInput
        label={words.claim}
        description={words.claimHint}
        autoComplete="off"
        {...form.getInputProps('claim')}
      />
      <SignOnRights form={form} />
      {failure && failure.issues.length === 0 && (
        <Notice tone="error" alert>
          {failure.sentence}
        </Notice>
      )}
      {save.isSuccess && <Notice tone="info">{words.saved}</Notice>}
      <div className={classes.buttons}>
        <Button look="primary" type="submit" why={why} busy={save.isPending}>
          {texts.save}
        </Button>
        {other}
      </div>
    </form>
  )
}
