import type { Alert } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { alertTexts as words } from '../texts/en-alerts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { Button } from '../ui/Button.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'

const minutes = { end: null, hour: 60, day: 1440, week: 10_080 } as const
const choices = Object.keys(minutes) as (keyof typeof minutes)[]

/** Says that one knows of an alert, for a time, or takes that back. The event tells what became of it. */
export function Acknowledgement({ alert: { id, name }, known }: { alert: Alert; known: boolean }) {
  const announce = useAnnounce()
  const onError = (error: Error) => announce(failureOf(error).sentence)
  const say = useMutation({ ...orpc.alerts.acknowledgeAlert.mutationOptions(), onError })
  const takeBack = useMutation({ ...orpc.alerts.unacknowledgeAlert.mutationOptions(), onError })
  if (known) {
    return (
      <Button
        size="small"
        aria-label={words.takeBackOf(name)}
        busy={takeBack.isPending}
        onClick={() => takeBack.mutate({ id })}
      >
        {words.takeBack}
      </Button>
    )
  }
  const entries = () =>
    choices.map(choice => ({
      key: choice,
      label: words.for[choice],
      choose: () => say.mutate({ id, minutes: minutes[choice] }),
    }))
  return (
    <MenuButton label={words.acknowledgeOf(name)} entries={entries}>
      {button => (
        <Button
          size="small"
          aria-label={words.acknowledgeOf(name)}
          data-tip={words.acknowledgeHint}
          busy={say.isPending}
          {...button}
        >
          {words.acknowledge}
        </Button>
      )}
    </MenuButton>
  )
}
