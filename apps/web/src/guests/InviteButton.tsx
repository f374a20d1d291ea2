import type { Vm } from '@porthole/contract'
import { lazy, Suspense, useState } from 'react'
import classes from '../console/console.module.css'
import { guestTexts as words } from '../texts/guest-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { PersonIcon } from '../ui/icons.tsx'

/** Its form brings the contract's rules along. */
const GuestLinks = lazy(async () => ({ default: (await import('./GuestLinks.tsx')).GuestLinks }))

/** Lets people without an account to this console by a link. */
export function InviteButton({ vm }: { vm: Vm }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        look="quiet"
        size="small"
        icon={<PersonIcon size={14} />}
        aria-label={words.invite}
        onClick={() => setOpen(true)}
      >
        <span className={classes.longWord}>{words.invite}</span>
      </Button>
      {open && (
        <Dialog title={words.invite} onClose={() => setOpen(false)}>
          <Suspense>
            <GuestLinks vm={vm} />
          </Suspense>
        </Dialog>
      )}
    </>
  )
}
