import type { Vm } from '@porthole/contract'
import { ago, clock, exactTime } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { Spinner } from '../ui/Spinner.tsx'
import { useNow } from '../ui/use-now.ts'
import { useUnderWay } from './acts-under-way.ts'
import { StateIcon } from './StateIcon.tsx'
import classes from './state.module.css'

/** The state in colour, shape and word, with its reason and since when; or what is under way; or when it was last seen. */
export function StateLabel({ vm, staleSince }: { vm: Vm; staleSince: string | null }) {
  const now = useNow()
  const underWay = useUnderWay(vm)
  const word = texts.vms.states[vm.state]
  if (staleSince) {
    const seen = texts.hosts.lastSeen(clock(staleSince))
    return (
      <span className={classes.label}>
        <StateIcon state={vm.state} stale />
        <span className={classes.word}>{texts.hosts.was(word)}</span>
        <span className={classes.more} data-tip={exactTime(staleSince)}>
          {seen}
        </span>
      </span>
    )
  }
  if (underWay?.phase === 'asked') {
    return (
      <span className={classes.label}>
        <Spinner />
        <span className={classes.word}>{texts.acts.underWay[underWay.act]}</span>
      </span>
    )
  }
  const since = vm.since && ago(vm.since, now)
  const more = [vm.reason === word ? null : vm.reason, since].filter(Boolean).join(' · ')
  return (
    <span className={classes.label}>
      <StateIcon state={vm.state} />
      <span className={classes.word}>{word}</span>
      {more && (
        <span className={classes.more} data-tip={vm.since ? `${more} · ${exactTime(vm.since)}` : more}>
          {more}
        </span>
      )}
    </span>
  )
}
