import type { Bulk, bulkActs } from '@porthole/contract'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { consolesPath, mostConsoles } from '../console/grid/consoles-path.ts'
import { useFleet } from '../hosts/fleet.ts'
import { type Selection, useSelectedCount } from '../hosts/selection.ts'
import { jobTexts as words } from '../texts/en-jobs.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import { BulkDialog } from './BulkDialog.tsx'
import classes from './bulk.module.css'

/** What can be done with what is selected, at the foot of the table. */
export function BulkBar({ selection }: { selection: Selection }) {
  const router = useRouter()
  const { twins } = useFleet()
  const count = useSelectedCount(selection)
  const [asked, setAsked] = useState<Pick<Bulk, 'act' | 'vms'> | null>(null)
  return (
    <>
      {count > 0 && (
        <div className={classes.bar} role="toolbar" aria-label={words.bar}>
          <span role="status" className="figures">
            {words.selected(count)}
          </span>
          <div className={classes.acts}>
            <Button
              size="small"
              why={count > mostConsoles ? words.mostConsoles(mostConsoles) : null}
              onClick={() => router.push(consolesPath(selection.keys().map(named), twins))}
            >
              {words.consoles(count)}
            </Button>
            {acts.map(act => (
              <Button
                key={act}
                size="small"
                look={act === 'forceOffVm' ? 'danger' : 'plain'}
                onClick={() => setAsked({ act, vms: selection.keys().map(named) })}
              >
                {words.acts[act]}
              </Button>
            ))}
          </div>
          <IconButton label={words.clear} onClick={() => selection.all(false)}>
            <CloseIcon />
          </IconButton>
        </div>
      )}
      {asked && <BulkDialog asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

const named = (key: string) => {
  const cut = key.lastIndexOf('/')
  return { host: key.slice(0, cut), id: key.slice(cut + 1) }
}
const acts: readonly (typeof bulkActs)[number][] = [
  'startVm',
  'shutDownVm',
  'rebootVm',
  'createSnapshot',
  'tagVm',
  'placeVm',
  'forceOffVm',
]
