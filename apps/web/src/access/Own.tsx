import type { Permission } from '@porthole/contract'
import { accessTexts } from '../texts/access-texts.ts'
import classes from './access.module.css'

/** What one may do here oneself, for those who may not see what others may. */
export function Own({ can }: { can: readonly Permission[] }) {
  return (
    <section className={classes.section}>
      <h2>{accessTexts.vm.yours}</h2>
      <ul>
        {can.map(permission => (
          <li key={permission}>{accessTexts.permissions[permission]}</li>
        ))}
      </ul>
    </section>
  )
}
