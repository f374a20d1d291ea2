import type { SendingTest } from '@porthole/contract'
import classes from '../hosts/new-host.module.css'
import { sendingTexts as words } from '../texts/en-alert-sending.ts'
import { CheckIcon, CloseIcon, UnknownIcon } from '../ui/icons.tsx'

const icons = { ok: CheckIcon, failed: CloseIcon, untried: UnknownIcon }

/** How far a test message came, step by step. */
export function SendingResult({ test }: { test: SendingTest }) {
  const works = test.steps.every(({ state }) => state === 'ok')
  return (
    <section className={classes.result} aria-label={words.result}>
      <h3 role="status">{works ? words.works : words.broken}</h3>
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
    </section>
  )
}
