import type { Bulk } from '@porthole/contract'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { JobView } from '../jobs/JobView.tsx'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import { BulkFields } from './BulkFields.tsx'
import { BulkPlanView } from './BulkPlanView.tsx'

/** First the server's plan, then what became of each VM as it comes. Closing it stops nothing. */
export function BulkDialog({ asked, onClose }: { asked: Pick<Bulk, 'act' | 'vms'>; onClose(): void }) {
  const { act, vms } = asked
  const [fields, setFields] = useState({ add: '', remove: '', folder: '', name: '{vm} {date}' })
  const bulk = bulkOf(asked, useDeferredValue(fields))
  const plan = useQuery({
    ...orpc.jobs.planBulk.queryOptions({ input: bulk }),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  })
  const run = useMutation(orpc.jobs.runBulk.mutationOptions())
  if (run.data) {
    return (
      <Dialog title={words.titles[act](vms.length)} onClose={onClose}>
        <JobView id={run.data.id} closes />
        <DialogActions>
          <Button autoFocus onClick={onClose}>
            {texts.close}
          </Button>
        </DialogActions>
      </Dialog>
    )
  }
  const failure = run.error ?? plan.error
  const can = plan.data?.can ?? 0
  const idle =
    (act === 'tagVm' && tagsIn(fields.add).length + tagsIn(fields.remove).length === 0) ||
    (act === 'createSnapshot' && fields.name.trim() === '')
  return (
    <Dialog title={words.question(act, vms.length)} onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          if (can > 0 && !idle && !run.isPending) run.mutate(bulkOf(asked, fields))
        }}
      >
        {act === 'forceOffVm' && <p>{words.forceOff}</p>}
        <BulkFields act={act} fields={fields} onChange={setFields} />
        {failure ? (
          <Notice tone="error" alert>
            {failureOf(failure).issues[0]?.message ?? failureOf(failure).sentence}
          </Notice>
        ) : (
          <BulkPlanView plan={plan.data} />
        )}
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button
            type="submit"
            autoFocus={act === 'startVm' || act === 'shutDownVm' || act === 'rebootVm'}
            look={act === 'forceOffVm' ? 'danger' : 'primary'}
            busy={run.isPending}
            disabled={can === 0 || idle}
          >
            {words.titles[act](can)}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

const tagsIn = (text: string) =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)

function bulkOf(
  { act, vms }: Pick<Bulk, 'act' | 'vms'>,
  fields: { add: string; remove: string; folder: string; name: string },
): Bulk {
  if (act === 'tagVm') return { act, vms, add: tagsIn(fields.add), remove: tagsIn(fields.remove) }
  if (act === 'createSnapshot') return { act, vms, name: fields.name }
  if (act === 'placeVm') return { act, vms, folder: fields.folder || null }
  return { act, vms }
}
