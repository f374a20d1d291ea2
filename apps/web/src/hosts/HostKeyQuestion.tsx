import { TextInput } from '@mantine/core'
import type { HostTest } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { hostKeyTexts } from '../texts/new-host-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './new-host.module.css'

const words = hostKeyTexts

interface HostKeyQuestionProps {
  hostKey: NonNullable<HostTest['hostKey']>
  uri: string
  onApproved(): void
}

/** Whether the key that a host shows is its own: a new one by a look, a changed one only by what the host itself prints. */
export function HostKeyQuestion({ hostKey, uri, onApproved }: HostKeyQuestionProps) {
  const [typed, setTyped] = useState('')
  const approve = useMutation({ ...orpc.hosts.approveHostKey.mutationOptions(), onSuccess: onApproved })
  const { type, fingerprint, known, revoked } = hostKey
  const changed = known.length > 0
  const differs = typed.trim() !== '' && typed.trim() !== fingerprint
  if (revoked) {
    return (
      <div className={classes.key}>
        <Notice tone="error" title={words.revokedTitle}>
          {words.revoked}
        </Notice>
      </div>
    )
  }
  return (
    <div className={classes.key}>
      <Notice
        tone={changed ? 'error' : 'warning'}
        alert={changed}
        title={changed ? words.changedTitle : words.newTitle}
        actions={
          <Button
            look={changed ? 'danger' : 'plain'}
            busy={approve.isPending}
            why={changed && (typed.trim() === '' || differs) ? words.changedHow : null}
            onClick={() => approve.mutate({ uri, fingerprint, ...(known[0] && { replaces: known[0] }) })}
          >
            {changed ? words.replace : words.trust}
          </Button>
        }
      >
        {changed ? words.changedLead : words.newLead}
        <dl className={classes.prints}>
          {known.map(print => (
            <Print key={print} name={words.known} print={print} />
          ))}
          <Print name={changed ? words.shown : type} print={fingerprint} />
        </dl>
        {changed ? words.changedHow : words.compare}
        <div className={classes.line} style={{ margin: '6px 0 8px' }}>
          <code className={classes.command}>ssh-keygen -lf /etc/ssh/ssh_host_{fileOf(type)}_key.pub</code>
        </div>
        {changed && (
          <TextInput
            label={words.typed}
            value={typed}
            spellCheck={false}
            autoComplete="off"
            error={differs && words.differs}
            onChange={event => setTyped(event.currentTarget.value)}
            onKeyDown={event => event.key === 'Enter' && event.preventDefault()}
          />
        )}
        {approve.error && <p className={classes.said}>{failureOf(approve.error).sentence}</p>}
      </Notice>
    </div>
  )
}

function Print({ name, print }: { name: string; print: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{print}</dd>
    </>
  )
}

/** How sshd names the file of a key of that type. */
function fileOf(type: string): string {
  return /^(?:sk-)?(?:ssh-)?(ed25519|rsa|ecdsa)/.exec(type)?.[1] ?? '*'
}
