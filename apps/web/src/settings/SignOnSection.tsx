import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Confirm } from '../access/Confirm.tsx'
import { useChange } from '../access/use-change.ts'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { signOnTexts } from '../texts/sign-on-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import { SignOnForm } from './SignOnForm.tsx'
import classes from './settings.module.css'

const words = signOnTexts
const signOnQuery = orpc.settings.getSignOn.queryOptions({ input: {} })

/** The provider that people can sign in by. */
export function SignOnSection() {
  const queries = useQueryClient()
  const { data, error } = useQuery(signOnQuery)
  const [leaving, setLeaving] = useState(false)
  // Each removal leaves an empty form behind; what is saved stays in the form as it is.
  const [removed, setRemoved] = useState(0)
  const read = () => queries.invalidateQueries(signOnQuery)
  const remove = useChange(orpc.settings.removeSignOn.mutationOptions(), {
    async done() {
      await read()
      setLeaving(false)
      setRemoved(n => n + 1)
    },
    failed() {},
  })
  return (
    <section>
      <h2>{words.title}</h2>
      <p>{words.lead}</p>
      {error && (
        <Notice tone="error" alert>
          {failureOf(error).sentence}
        </Notice>
      )}
      {data?.returnTo === null && <Notice tone="warning">{words.noAddress}</Notice>}
      {data && (
        <>
          {data.returnTo && (
            <div>
              <p>{words.returnTo}</p>
              <div className={classes.address}>
                <code>{data.returnTo}</code>
                <CopyButton text={data.returnTo} label={texts.copy} done={texts.copied} />
              </div>
            </div>
          )}
          <SignOnForm
            key={removed}
            signOn={data.signOn}
            why={data.returnTo === null ? words.noAddress : null}
            onSaved={read}
            other={
              data.signOn && (
                <Button look="danger" onClick={() => setLeaving(true)}>
                  {words.remove}
                </Button>
              )
            }
          />
        </>
      )}
      {leaving && (
        <Confirm
          title={words.question}
          what={words.what}
          confirm={words.confirm}
          busy={remove.isPending}
          error={remove.error}
          onCancel={() => setLeaving(false)}
          onConfirm={() => remove.mutate({})}
        />
      )}
    </section>
  )
}
