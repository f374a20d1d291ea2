'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/PasswordInput.css'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import { AlertSections } from './AlertSections.tsx'
import { AuditSection } from './AuditSection.tsx'
import { RecordingSection } from './RecordingSection.tsx'
import { SignOnSection } from './SignOnSection.tsx'
import classes from './settings.module.css'

/** What holds for the whole installation: a section for each part. */
export function SettingsPage() {
  const { person } = useSession()
  if (!person.can.includes('user.manage')) {
    return (
      <EmptyState level={1} title={texts.settings.mayNot}>
        <p>{accessTexts.mayNotHint}</p>
      </EmptyState>
    )
  }
  return (
    <>
      <PageHead title={texts.settings.title} />
      <div className={classes.sections}>
        <SignOnSection />
        <AlertSections />
        <AuditSection />
        <RecordingSection />
      </div>
    </>
  )
}
