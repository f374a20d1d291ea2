'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/NumberInput.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/Radio.css'
import '@mantine/core/styles/Group.css'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'
import { useSearchParams } from 'next/navigation'
import { useFleet } from '../hosts/fleet.ts'
import { useSession } from '../session/SessionContext.tsx'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { NewVmForm } from './NewVmForm.tsx'
import classes from './new-vm.module.css'

export function NewVmPage() {
  const asked = useSearchParams().get('host')
  const { hosts } = useFleet()
  const { person } = useSession()
  const able = hosts
    ?.map(({ host }) => host)
    .filter(host => host.state === 'connected' && host.can.includes('vm.create'))
  const first = able?.find(host => host.id === asked) ?? able?.[0]
  return (
    <div className={classes.page}>
      <h1>{newVmTexts.title}</h1>
      <p className={classes.lead}>{newVmTexts.lead}</p>
      {able && first && <NewVmForm hosts={able} first={first.id} />}
      {able?.length === 0 && (
        <EmptyState title={person.can.includes('vm.create') ? newVmTexts.noHost : newVmTexts.mayNot} />
      )}
    </div>
  )
}
