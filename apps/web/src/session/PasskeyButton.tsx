import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { passkeyTexts } from '../texts/passkey-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { askForPasskey, passkeyFailure } from './passkey.ts'
import classes from './session.module.css'

/** Signs in by a passkey alone, without a name. */
export function PasskeyButton({ onEntered }: { onEntered(): Promise<void> }) {
  const enter = useMutation({
    async mutationFn() {
      const { options } = await client.session.beginPasskey({})
      await client.session.signInByPasskey({ proof: await askForPasskey(options) })
    },
    onSuccess: onEntered,
  })
  return (
    <div className={classes.other}>
      <p>{passkeyTexts.or}</p>
      {enter.error && (
        <Notice tone="error" alert>
          {passkeyFailure(enter.error, 'use')}
        </Notice>
      )}
      <Button size="large" busy={enter.isPending || enter.isSuccess} onClick={() => enter.mutate()}>
        {passkeyTexts.signIn}
      </Button>
    </div>
  )
}
