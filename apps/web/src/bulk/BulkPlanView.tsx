import type { BulkPlan } from '@porthole/contract'
import { jobTexts as words } from '../texts/en-jobs.ts'
import classes from './bulk.module.css'

/** With how many it can be done, and with which not, and why. */
export function BulkPlanView({ plan }: { plan: BulkPlan | undefined }) {
  if (plan === undefined) {
    return (
      <p role="status" className={classes.plan}>
        {words.planning}
      </p>
    )
  }
  const { can, cannot } = plan
  const not = cannot.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className={classes.plan}>
      <p role="status">
        {can > 0 && <strong>{not === 0 ? words.allCan(can) : words.someCan(can, can + not)}</strong>}{' '}
        {not > 0 && words.cannot(not, can + not)}
      </p>
      {not > 0 && (
        <ul>
          {cannot.map(({ why, count, names }) => (
            <li key={why}>
              {why}
              <span>
                {names.length > 0
                  ? [...names, ...(count > names.length ? [words.more(count - names.length)] : [])].join(', ')
                  : words.count(count, '')}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
