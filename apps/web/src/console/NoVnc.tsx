import type { Vm } from '@porthole/contract'
import { vmRules } from '@porthole/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PrimaryAct } from '../vms/PrimaryAct.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import classes from './console.module.css'

const words = consoleTexts.display

/** Instead of a picture: that the VM has no display of the kind that is shown here, and the way to one. */
export function NoVnc() {
  const { vm, staleSince, twins } = useShownVm()
  return (
    <div className={`${classes.cover} ${classes.noVnc}`}>
      <p role="status">
        {vm.displays.length === 0 ? words.none : vm.displays.includes('spice') ? words.spice : words.other}
      </p>
      {vm.can.includes('vm.change') ? <AddVnc vm={vm} /> : <p className={classes.hint}>{words.mayNot}</p>}
      {!vm.active && <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} />}
    </div>
  )
}

/** Shows what would change, and changes it by one click; nothing happens before. */
function AddVnc({ vm: { id, host, active, persistent, ...facts } }: { vm: Vm }) {
  const queries = useQueryClient()
  const { data: plan, error } = useQuery(orpc.vms.planVncDisplay.queryOptions({ input: { id, host } }))
  const add = useMutation(
    orpc.vms.addVncDisplay.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: orpc.vms.planVncDisplay.key() }),
    }),
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
          <p className={classes.hint}>{words.when(active)}</p>
          <Button
            look="primary"
            busy={add.isPending}
            why={vmRules.addVncDisplay({ ...facts, active, persistent })}
            onClick={() => add.mutate({ id, host })}
          >
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
