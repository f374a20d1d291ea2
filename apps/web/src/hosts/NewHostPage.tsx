'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/NumberInput.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Group.css'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import { useSession } from '../session/SessionContext.tsx'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { NewHostForm } from './NewHostForm.tsx'
import classes from './new-host.module.css'

export function NewHostPage() {
  const { person } = useSession()
  return (
    <div className={classes.page}>
      <h1>{newHostTexts.title}</h1>
      {person.can.includes('host.manage') ? (
        <>
          <p className={classes.lead}>{newHostTexts.lead}</p>
          <NewHostForm />
        </>
      ) : (
        <EmptyState title={newHostTexts.mayNot} />
      )}
    </div>
  )
}
