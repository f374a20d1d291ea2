'use client'

import type { AlertRuleInfo } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import tables from '../access/access.module.css'
import { Panel } from '../access/Panel.tsx'
import { RowButtons } from '../access/RowButtons.tsx'
import { useRemoval } from '../access/use-removal.tsx'
import { orpc } from '../api/client.ts'
import { useSession } from '../session/SessionContext.tsx'
import { alertTexts } from '../texts/en-alerts.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import classes from './alerts.module.css'
import { RuleDialog } from './RuleDialog.tsx'
import { durationOf, limitOf, placeOfRule } from './rule-words.ts'

const words = alertTexts.rules
const rulesQuery = orpc.alerts.listAlertRules.queryOptions({ input: {}, refetchInterval: 10_000 })

/** What is watched, with how much of it can be measured. */
export function AlertRules() {
  const { person } = useSession()
  if (!person.can.includes('alert.manage')) {
    return (
      <EmptyState title={words.mayNot}>
        <p>{words.mayNotHint}</p>
      </EmptyState>
    )
  }
  return <Rules />
}

function Rules() {
  const { data, error, refetch } = useQuery(rulesQuery)
  const [open, setOpen] = useState<AlertRuleInfo | 'new' | null>(null)
  const removal = useRemoval<AlertRuleInfo>(
    { mutationFn: input => orpc.alerts.deleteAlertRule.call(input).finally(() => refetch()) },
    { question: ({ name }) => words.question(name), what: () => words.asked },
  )
  const create = (
    <Button look="primary" onClick={() => setOpen('new')}>
      {words.create}
    </Button>
  )
  return (
    <Panel lead={words.lead} error={data ? null : error} action={data && create}>
      {data?.rules.length === 0 && <EmptyState title={words.none}>{words.noneHint}</EmptyState>}
      {data && data.rules.length > 0 && (
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{words.name}</th>
              <th scope="col">{words.what}</th>
              <th scope="col">{words.holds}</th>
              <th scope="col">{words.now}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.rules.map(rule => (
              <tr key={rule.id}>
                <th scope="row">{rule.name}</th>
                <td>
                  {limitOf(rule)} <span className={classes.badge}>{durationOf(rule)}</span>
                </td>
                <td>{placeOfRule(rule)}</td>
                <td>{rule.enabled ? <RuleNow rule={rule} /> : <span className={classes.badge}>{words.off}</span>}</td>
                <td>
                  <RowButtons
                    name={rule.name}
                    changeLabel={words.change(rule.name)}
                    onChange={() => setOpen(rule)}
                    onRemove={() => removal.ask(rule)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && (
        <RuleDialog
          rule={open === 'new' ? null : open}
          onClose={() => {
            setOpen(null)
            void refetch()
          }}
        />
      )}
      {removal.dialog}
    </Panel>
  )
}

function RuleNow({ rule: { firing, watched, unknown } }: { rule: AlertRuleInfo }) {
  return (
    <>
      {firing > 0 && (
        <div className={classes.badge} data-tone="firing">
          {words.firing(firing)}
        </div>
      )}
      {unknown > 0 && (
        <div className={classes.badge} data-tone="unknown">
          {words.unknown(unknown)}
        </div>
      )}
      <div className={classes.badge}>{words.watched(watched)}</div>
    </>
  )
}
