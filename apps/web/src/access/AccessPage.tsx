'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Combobox.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/PasswordInput.css'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { useSession } from '../session/SessionContext.tsx'
import { accessTexts } from '../texts/access-texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageHead } from '../ui/PageHead.tsx'
import classes from './access.module.css'

const words = accessTexts
const tabs = [
  ['/access', words.tabs.grants],
  ['/access/people', words.tabs.people],
  ['/access/groups', words.tabs.groups],
  ['/access/roles', words.tabs.roles],
  ['/access/folders', words.tabs.folders],
] as const

/** What heads the pages about who may do what. */
export function AccessPage({ children }: { children: ReactNode }) {
  const path = usePathname().replace(/\/$/, '')
  const { person } = useSession()
  if (!person.can.includes('user.manage')) {
    return (
      <EmptyState level={1} title={words.mayNot}>
        <p>{words.mayNotHint}</p>
      </EmptyState>
    )
  }
  return (
    <div className={classes.page}>
      <PageHead
        title={words.title}
        tabs={{
          label: words.tabsLabel,
          links: tabs.map(([href, label]) => (
            <Link key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {label}
            </Link>
          )),
        }}
      />
      {children}
    </div>
  )
}
