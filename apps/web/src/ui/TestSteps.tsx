import type { ReactNode } from 'react'
import { CheckIcon, CloseIcon, UnknownIcon } from './icons.tsx'
import classes from './TestSteps.module.css'

const icons = { ok: CheckIcon, failed: CloseIcon, untried: UnknownIcon }

interface TestStepsProps<Step extends string> {
  steps: readonly { readonly step: Step; readonly state: keyof typeof icons; readonly said: string }[]
  words: {
    readonly result: string
    readonly works: string
    readonly broken: string
    readonly steps: Readonly<Record<Step, string>>
    readonly states: Readonly<Record<keyof typeof icons, string>>
  }
  /** How deep its heading is. */
  level: 2 | 3
  /** Another test is under way. */
  busy?: boolean
  children?: ReactNode
}

/** How far a test came, step by step, and what would help where it ended. */
export function TestSteps<Step extends string>({ steps, words, level, busy, children }: TestStepsProps<Step>) {
  const Heading = `h${level}` as const
  const works = steps.every(({ state }) => state === 'ok')
  return (
    <section className={classes.result} aria-label={words.result} aria-busy={busy}>
      <Heading role="status">{works ? words.works : words.broken}</Heading>
      <ol className={classes.steps}>
        {steps.map(({ step, state, said }) => {
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
      {children}
    </section>
  )
}
