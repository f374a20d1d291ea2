import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { encode } from 'uqr'
import { useChange } from '../access/use-change.ts'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accountTexts } from '../texts/account-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import classes from './account.module.css'

const words = accountTexts.twoFactor

interface NewTwoFactorDialogProps {
  uri: string
  onConfirmed(): void
  onClose(): void
}

/** The secret for the app, as a picture and as text, and the first code that shows that the app has it. */
export function NewTwoFactorDialog({ uri, onConfirmed, onClose }: NewTwoFactorDialogProps) {
  const [code, setCode] = useState('')
  const confirm = useChange(orpc.account.confirmMyTwoFactor.mutationOptions(), { done: onConfirmed, failed() {} })
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return (
    <Dialog title={words.begin} onClose={onClose}>
      <form
        noValidate
        onSubmit={event => {
          event.preventDefault()
          confirm.mutate({ code })
        }}
      >
        <p>{words.scan}</p>
        <QrCode text={uri} />
        <p>{words.orType}</p>
        <div className={classes.token}>
          <span className="exact">{secret.match(/.{1,4}/g)?.join(' ')}</span>
          <CopyButton text={secret} label={texts.copy} done={texts.copied} />
        </div>
        <TextInput
          label={words.firstCode}
          inputMode="numeric"
          autoComplete="one-time-code"
          autoFocus
          value={code}
          error={confirm.error ? failureOf(confirm.error).sentence : null}
          onChange={event => setCode(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit" busy={confirm.isPending}>
            {words.turnOn}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Black on white in either scheme: cameras read nothing else. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 })
  const dark = data.flatMap((row, y) => row.flatMap((set, x) => (set ? `M${x} ${y}h1v1h-1z` : [])))
  return (
    <svg
      className={classes.qr}
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={words.qr}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark.join('')} fill="#000" />
    </svg>
  )
}
