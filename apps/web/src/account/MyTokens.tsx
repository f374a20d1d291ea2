import type { MyToken } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import table from '../access/access.module.css'
import { useRemoval } from '../access/use-removal.tsx'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { accountTexts } from '../texts/account-texts.ts'
import { exactTime } from '../texts/format.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ShownOnce } from './ShownOnce.tsx'
import { TokenDialog } from './TokenDialog.tsx'

const words = accountTexts

export function MyTokens() {
  const { data, error } = useQuery(orpc.account.listMyTokens.queryOptions({ input: {} }))
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<{ name: string; token: string } | null>(null)
  const removal = useRemoval<MyToken>(orpc.account.revokeMyToken.mutationOptions(), {
    question: ({ name }) => words.question(name),
    what: () => words.what,
    confirm: words.takeBack,
  })
  return (
    <section>
      <div className={table.lead}>
        <h2>{words.tokens}</h2>
        <Button onClick={() => setMaking(true)}>{words.createToken}</Button>
      </div>
      <p>{words.tokensLead}</p>
      {error && <Notice tone="error">{failureOf(error).sentence}</Notice>}
      {data?.tokens.length === 0 && <p>{words.noTokens}</p>}
      {data && data.tokens.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{words.tokenName}</th>
              <th scope="col">{words.may}</th>
              <th scope="col">{words.expires}</th>
              <th scope="col">{words.lastUsed}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {data.tokens.map(token => (
              <tr key={token.id}>
                <th scope="row">{token.name}</th>
                <td className={table.quiet}>{token.permissions.join(', ')}</td>
                <td className="figures">{exactTime(token.expiresAt)}</td>
                <td className="figures">{token.lastUsedAt === null ? words.never : exactTime(token.lastUsedAt)}</td>
                <td>
                  <Button size="small" aria-label={words.takeBackOf(token.name)} onClick={() => removal.ask(token)}>
                    {words.takeBack}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {making && (
        <TokenDialog
          onMade={token => {
            setMaking(false)
            setMade(token)
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {made && (
        <ShownOnce
          title={words.made(made.name)}
          lead={words.madeLead}
          secret={made.token}
          onClose={() => setMade(null)}
        />
      )}
      {removal.dialog}
    </section>
  )
}
