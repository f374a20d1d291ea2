import { PasswordInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { contract } from '@porthole/contract'
import { useSave } from '../access/use-save.ts'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { formRules } from '../api/form-rules.ts'
import { accountTexts } from '../texts/account-texts.ts'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { focusFirstError } from '../ui/focus-first-error.ts'
import { Notice } from '../ui/Notice.tsx'
import classes from './account.module.css'

const words = accountTexts

export function MyPassword() {
  const announce = useAnnounce()
  const form = useForm({
    initialValues: { current: '', password: '' },
    validate: formRules(contract.account.changeMyPassword),
  })
  const done = () => {
    form.reset()
    announce(words.passwordChanged)
  }
  const save = useSave(form, done, values => client.account.changeMyPassword(values))
  const failure = save.error && failureOf(save.error)
  const eye = { 'aria-label': texts.session.showPassword }
  return (
    <section>
      <h2>{words.password}</h2>
      <p>{words.passwordLead}</p>
      <form
        noValidate
        className={classes.password}
        onSubmit={form.onSubmit(values => save.mutate(values), focusFirstError)}
      >
        <PasswordInput
          label={words.currentPassword}
          autoComplete="current-password"
          visibilityToggleButtonProps={eye}
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={words.newPassword}
          description={texts.session.passwordHint}
          autoComplete="new-password"
          visibilityToggleButtonProps={eye}
          {...form.getInputProps('password')}
        />
        {failure && failure.issues.length === 0 && (
          <Notice tone="error" alert>
            {failure.sentence}
          </Notice>
        )}
        {save.isSuccess && <Notice tone="info">{words.passwordChanged}</Notice>}
        <Button type="submit" busy={save.isPending}>
          {words.changePassword}
        </Button>
      </form>
    </section>
  )
}
