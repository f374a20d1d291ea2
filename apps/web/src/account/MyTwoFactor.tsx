import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accountTexts } from '../texts/account-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import { RecoveryCodesDialog } from './RecoveryCodesDialog.tsx'

const NewTwoFactorDialog = dynamic(() => import('./NewTwoFactorDialog.tsx').then(file => file.NewTwoFactorDialog))
const words = accountTexts.twoFactor

type Asking = 'begin' | 'renew' | 'end'

/** A code from an app beside the password. */
export function MyTwoFactor() {
  const { data, error } = useQuery(orpc.account.getMyTwoFactor.queryOptions({ input: {} }))
  const [asking, setAsking] = useState<Asking | null>(null)
  const [made, setMade] = useState<{ uri: string; recoveryCodes: string[] } | null>(null)
  const [codes, setCodes] = useState<string[] | null>(null)
  const close = () => setAsking(null)
  return (
    <section>
      <h2>{words.title}</h2>
      <p>{words.lead}</p>
      {error && <Notice tone="error">{failureOf(error).sentence}</Notice>}
      {data && (
        <>
          <p>
            <strong>{data.enabled ? words.on : words.off}</strong>
          </p>
          <div>
            {data.enabled ? (
              <>
                <Button onClick={() => setAsking('renew')}>{words.renew}</Button>{' '}
                <Button look="danger" onClick={() => setAsking('end')}>
                  {words.end}
                </Button>
              </>
            ) : (
              <Button onClick={() => setAsking('begin')}>{words.begin}</Button>
            )}
          </div>
        </>
      )}
      {asking === 'begin' && (
        <PasswordDialog
          title={words.begin}
          what={words.beginWhat}
          confirm={words.next}
          change={orpc.account.beginMyTwoFactor.mutationOptions()}
          onDone={setMade}
          onClose={close}
        />
      )}
      {asking === 'renew' && (
        <PasswordDialog
          title={words.renew}
          what={words.renewWhat}
          confirm={words.renew}
          change={orpc.account.renewMyRecoveryCodes.mutationOptions()}
          onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
          onClose={close}
        />
      )}
      {asking === 'end' && (
        <PasswordDialog
          title={words.end}
          what={words.endWhat}
          confirm={words.end}
          danger
          change={orpc.account.endMyTwoFactor.mutationOptions()}
          onDone={() => {}}
          onClose={close}
        />
      )}
      {made && (
        <NewTwoFactorDialog
          uri={made.uri}
          onConfirmed={() => {
            setCodes(made.recoveryCodes)
            setMade(null)
          }}
          onClose={() => setMade(null)}
        />
      )}
      {codes && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(null)} />}
    </section>
  )
}
