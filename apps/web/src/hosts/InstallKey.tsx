import { useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { texts } from '../texts/texts.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './new-host.module.css'

const words = newHostTexts

/** The one line to run on a host, after which Porthole may log in there. */
export function InstallKey({ user }: { user: string }) {
  const key = useQuery(orpc.hosts.getSshKey.queryOptions({ input: {}, staleTime: Number.POSITIVE_INFINITY }))
  const line = key.data && installLine(key.data.publicLine)
  return (
    <fieldset className={classes.group}>
      <legend>{words.key}</legend>
      <p>{words.keyLead(user)}</p>
      {key.error && (
        <Notice tone="error" title={words.keyFailed}>
          {failureOf(key.error).sentence}
        </Notice>
      )}
      <div className={classes.line}>
        <code className={classes.command}>{line ?? ' '}</code>
        {line && <CopyButton text={line} label={texts.copy} done={texts.copied} />}
      </div>
    </fieldset>
  )
}

/** sshd takes no key from a folder that others may write to. */
function installLine(publicLine: string): string {
  return `(umask 077; mkdir -p ~/.ssh; echo '${publicLine}' >> ~/.ssh/authorized_keys)`
}
