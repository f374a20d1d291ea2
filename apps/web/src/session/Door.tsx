import type { ReactNode } from 'react'
import { texts } from '../texts/texts.ts'
import { PortholeMark } from '../ui/icons.tsx'
import classes from './session.module.css'

/** The pages before the frame: signing in and setting up. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className={classes.door}>
      <main className={classes.card}>
        <div className={classes.brand}>
          <PortholeMark size={28} />
          <span>{texts.product}</span>
        </div>
        <h1>{title}</h1>
        {children}
      </main>
    </div>
  )
}
