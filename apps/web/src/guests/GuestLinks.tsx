import type { Vm } from '@porthole/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { guestTexts as words } from '../texts/guest-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import { GuestLinkRow } from './GuestLinkRow.tsx'
import classes from './guests.module.css'
import { NewGuestLink } from './NewGuestLink.tsx'

/** Who comes and goes is no event of a VM. */
const refetchMs = 3000

/** The links that let guests to a VM's console, who is on them, and the way to make one. */
export function GuestLinks({ vm: { id, host, can } }: { vm: Vm }) {
  const queries = useQueryClient()
  const [step, setStep] = useState<'list' | 'new' | { readonly made: string }>('list')
  const { data, error } = useQuery(
    orpc.guests.listGuestLinks.queryOptions({ input: { id, host }, refetchInterval: refetchMs }),
  )
  const changed = () => void queries.invalidateQueries({ queryKey: orpc.guests.key() })
  const made = (link: string) => {
    setStep({ made: link })
    changed()
  }
  return (
    <div className={classes.links}>
      <p>{words.lead}</p>
      {step === 'new' && <NewGuestLink vm={{ id, host, can }} onMade={made} onCancel={() => setStep('list')} />}
      {typeof step === 'object' && (
        <div className={classes.made}>
          <p>{words.madeLead}</p>
          <code className="exact">{step.made}</code>
          <CopyButton text={step.made} label={texts.copy} done={texts.copied} />
        </div>
      )}
      {error && <Notice tone="error">{failureOf(error).sentence}</Notice>}
      {data?.links.length === 0 && step === 'list' && <p>{words.none}</p>}
      {data && data.links.length > 0 && (
        <ul>
          {data.links.map(link => (
            <GuestLinkRow key={link.id} vm={{ id, host }} link={link} onRevoked={changed} />
          ))}
        </ul>
      )}
      {step !== 'new' && (
        <Button look={data?.links.length === 0 ? 'primary' : 'plain'} onClick={() => setStep('new')}>
          {words.create}
        </Button>
      )}
    </div>
  )
}
