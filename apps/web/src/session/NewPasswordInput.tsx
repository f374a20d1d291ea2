import { PasswordInput, type PasswordInputProps } from '@mantine/core'
import { texts } from '../texts/texts.ts'

/** A password that is being chosen. */
export function NewPasswordInput(props: PasswordInputProps) {
  return (
    <PasswordInput
      label={texts.session.password}
      description={texts.session.passwordHint}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
      {...props}
    />
  )
}
