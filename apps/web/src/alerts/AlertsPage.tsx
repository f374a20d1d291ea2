'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/Combobox.css'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect } from 'react'
import { useSession } from '../session/SessionContext.tsx'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { texts } from '../texts/texts.ts'
import { PageHead } from '../ui/PageHead.tsx'
import classes from './alerts.module.css'

const tabs = [
  ['/alerts', words.tabs.now],
  ['/alerts/history', words.tabs.history],
] as const
const rules = ['/alerts/rules', words.tabs.rules] as const

/** What heads the pages about alerts. */
export function AlertsPage({ children }: { children: ReactNode }) {
  const path = usePathname().replace(/\/$/, '')
  const { person } = useSession()
  const shown = person.can.includes('alert.manage') ? [...tabs, rules] : tabs
  useEffect(() => {
    document.title = `${words.title} · ${texts.product}`
    return () => {
      document.title = texts.product
    }
  }, [])
  return (
    <div className={classes.page}>
      <PageHead
        title={words.title}
        tabs={{
          label: words.tabsLabel,
          links: shown.map(([href, label]) => (
            <Link key={href} href={href} prefetch={false} aria-current={path === href ? 'page' : undefined}>
              {label}
            </Link>
          )),
        }}
      />
      {children}
    </div>
  )
}
