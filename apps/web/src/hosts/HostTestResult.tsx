import type { HostTest } from '@porthole/contract'
import { newHostTexts } from '../texts/new-host-texts.ts'
import { CheckIcon, CloseIcon, UnknownIcon } from '../ui/icons.tsx'
import { HostKeyQuestion } from './HostKeyQuestion.tsx'
import classes from './new-host.module.css'

const words = newHostTexts
const icons = { ok: CheckIcon, failed: CloseIcon, untried: UnknownIcon }

interface HostTestResultProps {
  test: HostTest
  uri: string
  /** Another test is under way. */
  busy: boolean
  /** The host's key is trusted now: it is worth another try. */
  onApproved(): void
}

/** How far one got to a host, step by step, and what would help where it ended. */
export function HostTestResult({ test, uri, busy, onApproved }: HostTestResultProps) {
  const works = test.steps.every(({ state }) => state === 'ok')
  return (
    <section className={classes.result} aria-label={words.result} aria-busy={busy}>
      <h2 role="status">{works ? words.works : words.broken}</h2>
      <ol className={classes.steps}>
        {test.steps.map(({ step, state, said }) => {
          const Icon = icons[state]
          return (
            <li key={step} data-state={state}>
              <Icon />
              <strong>
                {words.steps[step]}
                <span className="only-heard">: {words.states[state]}</span>
              </strong>
              <span className={classes.said}>{state === 'untried' ? words.states.untried : said}</span>
            </li>
          )
        })}
      </ol>
      {test.hostKey && (
        <HostKeyQuestion key={test.hostKey.fingerprint} hostKey={test.hostKey} uri={uri} onApproved={onApproved} />
      )}
    </section>
  )
}
