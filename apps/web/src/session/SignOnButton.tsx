import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { signOnTexts } from '../texts/sign-on-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { keepReturnPath } from './kept-return-path.ts'
import classes from './session.module.css'

/** Off to the provider's page; SignOnReturn is where it sends the browser back to. */
export function SignOnButton({ label }: { label: string }) {
  const begin = useMutation({
    mutationFn: () => client.session.beginSignOn({}),
    onSuccess({ url }) {
      keepReturnPath()
      window.location.assign(url)
    },
  })
  return (
    <div className={classes.other}>
      <p>{signOnTexts.or}</p>
      {begin.error && (
        <Notice tone="error" alert>
          {failureOf(begin.error).sentence}
        </Notice>
      )}
      <Button size="large" busy={begin.isPending || begin.isSuccess} onClick={() => begin.mutate()}>
        {signOnTexts.by(label)}
      </Button>
    </div>
  )
}
