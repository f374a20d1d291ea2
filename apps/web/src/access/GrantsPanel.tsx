'use client'

import { useState } from 'react'
import { accessTexts } from '../texts/access-texts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { useAccess } from './access-queries.ts'
import { GrantDialog } from './GrantDialog.tsx'
import { GrantsTable } from './GrantsTable.tsx'
import { Panel } from './Panel.tsx'

const words = accessTexts.grants

export function GrantsPanel() {
  const { data, error } = useAccess()
  const [giving, setGiving] = useState(false)
  const give = (
    <Button look="primary" onClick={() => setGiving(true)}>
      {words.give}
    </Button>
  )
  return (
    <Panel lead={words.lead} error={error} action={data && data.grants.length > 0 && give}>
      {data && data.grants.length > 0 && <GrantsTable grants={data.grants} access={data} />}
      {data?.grants.length === 0 && (
        <EmptyState title={words.none} actions={give}>
          <p>{words.noneHint}</p>
        </EmptyState>
      )}
      {data && giving && <GrantDialog access={data} onClose={() => setGiving(false)} />}
    </Panel>
  )
}
