import type { MyPasskey, PasskeyQuestion } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import table from '../access/access.module.css'
import { client, orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { exactTime } from '../texts/format.ts'
import { passkeyTexts } from '../texts/passkey-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { PasskeyNameDialog } from './PasskeyNameDialog.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'

const words = passkeyTexts

/** What one can sign in by instead of the password. */
export function MyPasskeys() {
  const { data, error } = useQuery(orpc.account.listMyPasskeys.queryOptions({ input: {} }))
  const [asking, setAsking] = useState(false)
  const [question, setQuestion] = useState<PasskeyQuestion | null>(null)
  const [renaming, setRenaming] = useState<MyPasskey | null>(null)
  const [removing, setRemoving] = useState<MyPasskey | null>(null)
  const why = data && (data.possible ? (data.hasPassword ? null : words.byProvider) : words.impossible)
  return (
    <section>
      <div className={table.lead}>
        <h2>{words.title}</h2>
        {why === null && <Button onClick={() => setAsking(true)}>{words.add}</Button>}
      </div>
      <p>{words.lead}</p>
      {error && <Notice tone="error">{failureOf(error).sentence}</Notice>}
      {data && data.passkeys.length === 0 && <p>{why ?? words.none}</p>}
      {data && data.passkeys.length > 0 && (
        <PasskeysTable passkeys={data.passkeys} onRename={setRenaming} onRemove={setRemoving} />
      )}
      {asking && (
        <PasswordDialog
          title={words.add}
          what={words.addWhat}
          confirm={words.next}
          change={orpc.account.beginMyPasskey.mutationOptions()}
          onDone={setQuestion}
          onClose={() => setAsking(false)}
        />
      )}
      {question && <PasskeyNameDialog of={question} onClose={() => setQuestion(null)} />}
      {renaming && <PasskeyNameDialog of={renaming} onClose={() => setRenaming(null)} />}
      {removing && (
        <PasswordDialog
          title={words.question(removing.name)}
          what={words.what}
          confirm={words.remove}
          danger
          change={removalOf(removing.id)}
          onDone={() => {}}
          onClose={() => setRemoving(null)}
        />
      )}
    </section>
  )
}

interface PasskeysTableProps {
  passkeys: readonly MyPasskey[]
  onRename(passkey: MyPasskey): void
  onRemove(passkey: MyPasskey): void
}

function PasskeysTable({ passkeys, onRename, onRemove }: PasskeysTableProps) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{words.name}</th>
          <th scope="col">{words.added}</th>
          <th scope="col">{words.lastUsed}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {passkeys.map(passkey => (
          <tr key={passkey.id}>
            <th scope="row">
              {passkey.name} {passkey.synced && <span className={table.quiet}>{words.synced}</span>}
            </th>
            <td className="figures">{exactTime(passkey.createdAt)}</td>
            <td className="figures">{passkey.lastUsedAt === null ? words.never : exactTime(passkey.lastUsedAt)}</td>
            <td>
              <div className={table.buttons}>
                <Button size="small" aria-label={words.renameOf(passkey.name)} onClick={() => onRename(passkey)}>
                  {words.rename}
                </Button>
                <Button
                  size="small"
                  look="danger"
                  aria-label={words.removeOf(passkey.name)}
                  onClick={() => onRemove(passkey)}
                >
                  {words.remove}
                </Button>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const removalOf = (id: string) => ({
  mutationFn: ({ password }: { password: string }) => client.account.removeMyPasskey({ id, password }),
})
