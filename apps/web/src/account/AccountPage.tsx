'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/NumberInput.css'
import '@mantine/core/styles/PasswordInput.css'
import { useSession } from '../session/SessionContext.tsx'
import { accountTexts } from '../texts/account-texts.ts'
import classes from './account.module.css'
import { MyPasskeys } from './MyPasskeys.tsx'
import { MyPassword } from './MyPassword.tsx'
import { MySessions } from './MySessions.tsx'
import { MyTokens } from './MyTokens.tsx'
import { MyTwoFactor } from './MyTwoFactor.tsx'

/** What everybody has: a password, passkeys, sessions and tokens. */
export function AccountPage() {
  const { person } = useSession()
  return (
    <div className={classes.page}>
      <header>
        <h1>{accountTexts.title}</h1>
        <p>
          {person.name} · {person.email}
        </p>
      </header>
      <MySessions />
      <MyPassword />
      <MyTwoFactor />
      <MyPasskeys />
      <MyTokens />
    </div>
  )
}
