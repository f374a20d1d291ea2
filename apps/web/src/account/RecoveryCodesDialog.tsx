import { accountTexts } from '../texts/account-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import classes from './account.module.css'

const words = accountTexts.twoFactor

/** Shown this once: nobody can read them again. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose(): void }) {
  return (
    <Dialog title={words.codes} onClose={onClose}>
      <p>{words.codesLead}</p>
      <ul className={classes.codes}>
        {codes.map(code => (
          <li key={code} className="exact">
            {code}
          </li>
        ))}
      </ul>
      <DialogActions>
        <CopyButton text={codes.join('\n')} label={texts.copy} done={texts.copied} />
        <Button look="primary" onClick={onClose}>
          {words.kept}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
