import type { GuestLink } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import type { VmKey } from '../api/vm-key.ts'
import { clock, exactTime } from '../texts/format.ts'
import { guestTexts as words } from '../texts/guest-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { PersonIcon } from '../ui/icons.tsx'
import classes from './guests.module.css'

interface GuestLinkRowProps {
  vm: VmKey
  link: GuestLink
  onRevoked(): void
}

/** One link: what it allows, until when, and who came by it. */
export function GuestLinkRow({ vm: { id, host }, link, onRevoked }: GuestLinkRowProps) {
  const announce = useAnnounce()
  const revoke = useMutation(
    orpc.guests.revokeGuestLink.mutationOptions({
      onSuccess: onRevoked,
      onError: error => announce(failureOf(error).sentence),
    }),
  )
  const name = link.note || words.untitled
  const facts = [
    words.kind(link.control),
    words.until(clock(link.expiresAt)),
    words.used(link.uses, link.mostUses),
    words.by(link.madeBy),
  ]
  return (
    <li className={classes.link}>
      <div className={classes.linkHead}>
        <strong>{name}</strong>
        <Button
          look="danger"
          size="small"
          busy={revoke.isPending}
          aria-label={words.revokeOf(name)}
          onClick={() => revoke.mutate({ id, host, link: link.id })}
        >
          {words.revoke}
        </Button>
      </div>
      <p className="figures" title={exactTime(link.expiresAt)}>
        {facts.join(' · ')}
      </p>
      {link.visits.map(visit => (
        <p key={`${visit.since} ${visit.name}`} className={classes.visit} data-here={visit.here || undefined}>
          <PersonIcon size={14} />
          {visit.name} <span>{visit.here ? words.here : words.came(clock(visit.since))}</span>
        </p>
      ))}
    </li>
  )
}
