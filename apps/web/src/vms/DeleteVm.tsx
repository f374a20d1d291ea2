import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/InlineInput.css'
import { Checkbox } from '@mantine/core'
import type { DeletionPlan, Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { deleteTexts } from '../texts/delete-texts.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import classes from './delete.module.css'

interface DeleteVmProps {
  vm: Vm
  onCancel(): void
  /** With the paths of the disks that go too. */
  onConfirm(disks: string[]): void
}

const words = deleteTexts

/** Asks with everything that would go. Disks stay unless ticked: of all that goes they alone are hard to get back. */
export function DeleteVm({ vm, onCancel, onConfirm }: DeleteVmProps) {
  const { id, host } = vm
  const plan = useQuery(orpc.vms.planVmDeletion.queryOptions({ input: { id, host }, staleTime: 0, gcTime: 0 }))
  const [ticked, setTicked] = useState<readonly string[]>([])
  return (
    <Dialog title={words.title(vm.name)} onClose={onCancel}>
      {plan.isPending && (
        <p className={classes.reading}>
          <Spinner /> {words.reading}
        </p>
      )}
      {plan.error && (
        <Notice tone="error" alert>
          {failureOf(plan.error).sentence}
        </Notice>
      )}
      {plan.data && <Plan vm={vm} plan={plan.data} ticked={ticked} onTick={setTicked} />}
      <DialogActions>
        <Button autoFocus onClick={onCancel}>
          {texts.cancel}
        </Button>
        <Button look="danger" disabled={!plan.data} onClick={() => onConfirm([...ticked])}>
          {words.confirm(ticked.length)}
        </Button>
      </DialogActions>
    </Dialog>
  )
}

interface PlanProps {
  vm: Vm
  plan: DeletionPlan
  ticked: readonly string[]
  onTick(paths: readonly string[]): void
}

function Plan({ vm, plan, ticked, onTick }: PlanProps) {
  const free = plan.disks.filter(disk => disk.stays === null)
  const staying = plan.disks.filter(disk => disk.stays !== null)
  return (
    <>
      <p className={classes.lead}>{words.goes}</p>
      <ul className={classes.list}>
        <li>{words.definition(vm.name)}</li>
        {plan.snapshots.length > 0 && <li>{words.snapshots(plan.snapshots)}</li>}
        {plan.savedState && <li>{words.savedState}</li>}
        {plan.nvram && <li>{words.nvram(plan.nvram)}</li>}
      </ul>
      <p className={classes.lead}>{free.length > 0 ? words.disks : words.noDisks}</p>
      {free.map(({ path, target, allocation }) => (
        <Checkbox
          key={path}
          className={classes.disk}
          checked={ticked.includes(path)}
          label={path}
          description={[target, allocation === null ? null : sizeOfBytes(allocation)].filter(Boolean).join(' · ')}
          onChange={event =>
            onTick(event.currentTarget.checked ? [...ticked, path] : ticked.filter(other => other !== path))
          }
        />
      ))}
      {staying.length > 0 && (
        <>
          <p className={classes.lead}>{words.stay}</p>
          <Files files={staying.map(({ path, stays }) => ({ path, why: stays ?? '' }))} />
        </>
      )}
    </>
  )
}

function Files({ files }: { files: readonly { readonly path: string; readonly why: string }[] }) {
  return (
    <ul className={classes.list}>
      {files.map(({ path, why }) => (
        <li key={path}>
          <span className="exact">{path}</span>
          <br />
          {why}
        </li>
      ))}
    </ul>
  )
}

/** The VM is gone, but not all that was to go with it. */
export function LeftDisks({
  vm,
  disks,
  onClose,
}: {
  vm: Vm
  disks: Parameters<typeof Files>[0]['files']
  onClose(): void
}) {
  return (
    <Dialog title={words.leftTitle(vm.name)} onClose={onClose}>
      <p>{words.left}</p>
      <Files files={disks} />
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
