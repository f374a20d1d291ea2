import type { Vm } from '@porthole/contract'
import { vmRules } from '@porthole/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './console.module.css'

const kinds = {
  display: { plan: orpc.vms.planVncDisplay, add: orpc.vms.addVncDisplay, rule: vmRules.addVncDisplay },
  clipboard: { plan: orpc.vms.planClipboard, add: orpc.vms.addClipboard, rule: vmRules.addClipboard },
} as const

interface PlannedAdditionProps {
  vm: Vm
  what: keyof typeof kinds
}

/** Shows what giving the VM something would change, and changes it by one click; nothing happens before. */
export function PlannedAddition({ vm, what }: PlannedAdditionProps) {
  const { id, host } = vm
  const { plan: asked, add: act, rule } = kinds[what]
  const words = consoleTexts[what]
  const queries = useQueryClient()
  const { data: plan, error } = useQuery(asked.queryOptions({ input: { id, host } }))
  const add = useMutation(
    act.mutationOptions({ onSettled: () => queries.invalidateQueries({ queryKey: asked.key() }) }),
  )
  const failure = error ?? add.error
  if (plan?.done) {
    return (
      <>
        <p role="status">{words.done}</p>
        <p className={classes.hint}>{words.again}</p>
      </>
    )
  }
  return (
    <>
      {plan && (
        <>
          <p className={classes.hint}>{words.offer}</p>
          <pre className={classes.change} role="img" aria-label={words.change}>
            {plan.lines.map((line, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a text have no other name
              <span key={i} data-kind={line.kind}>
                {line.text}
                {'\n'}
              </span>
            ))}
          </pre>
          <p className={classes.hint}>{words.when(vm.active)}</p>
          <Button look="primary" busy={add.isPending} why={rule(vm)} onClick={() => add.mutate({ id, host })}>
            {words.add}
          </Button>
        </>
      )}
      {failure && (
        <Notice tone="error" title={texts.acts.failed(words.add)} alert>
          {failureOf(failure).sentence}
        </Notice>
      )}
    </>
  )
}
