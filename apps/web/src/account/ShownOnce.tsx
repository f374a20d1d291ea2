import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import classes from './account.module.css'

interface ShownOnceProps {
  title: string
  lead: string
  /** What the server does not keep, so that nobody can read it again. */
  secret: string
  onClose(): void
}

/** Something secret that was just made, to be taken along now. */
export function ShownOnce({ title, lead, secret, onClose }: ShownOnceProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{lead}</p>
      <div className={classes.token}>
        <code className="exact">{secret}</code>
        <CopyButton text={secret} label={texts.copy} done={texts.copied} />
      </div>
      <DialogActions>
        <Button look="primary" onClick={onClose}>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
