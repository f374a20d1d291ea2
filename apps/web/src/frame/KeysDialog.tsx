import { keysTexts } from '../texts/keys-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import classes from './frame.module.css'

export function KeysDialog({ onClose }: { onClose(): void }) {
  return (
    <Dialog title={keysTexts.title} onClose={onClose}>
      <dl className={classes.keys}>
        {keysTexts.rows.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>{keysTexts.console}</p>
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {texts.close}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
