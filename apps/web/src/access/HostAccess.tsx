'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Combobox.css'
import { useState } from 'react'
import { failureOf } from '../api/failure.ts'
import { useShownHost } from '../hosts/host-context.ts'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './access.module.css'
import { useAccess } from './access-queries.ts'
import { GrantDialog } from './GrantDialog.tsx'
import { GrantsTable } from './GrantsTable.tsx'
import { Holders } from './Holders.tsx'
import { Own } from './Own.tsx'

const words = accessTexts.vm

/** Who may do what on a host: for those who hand it out, everybody; for anybody else, what they may do themselves. */
export function HostAccess() {
  const { host } = useShownHost()
  const { person } = useSession()
  return (
    <div className={classes.sections}>
      {person.can.includes('user.manage') ? <Everybody host={host.id} /> : <Own can={host.can} />}
    </div>
  )
}

function Everybody({ host }: { host: string }) {
  const { data, error } = useAccess()
  const [giving, setGiving] = useState(false)
  if (error) return <Notice tone="error">{failureOf(error).sentence}</Notice>
  if (!data) return null
  const here = data.grants.filter(({ on }) => on.kind === 'host' && on.host === host)
  return (
    <section className={classes.section}>
      <div className={classes.lead}>
        <h2>{words.who}</h2>
        <Button look="primary" onClick={() => setGiving(true)}>
          {accessTexts.grants.give}
        </Button>
      </div>
      {here.length > 0 && <GrantsTable grants={here} access={data} />}
      <Holders at={{ host }} roles={data.roles} />
      {giving && <GrantDialog access={data} on={{ kind: 'host', host }} onClose={() => setGiving(false)} />}
    </section>
  )
}
