import { useSyncExternalStore } from 'react'
import { BellIcon } from '../ui/icons.tsx'
import { alertMarks } from './alert-marks.ts'
import classes from './mark.module.css'

/** Says on an object that an alert about it fires: `of` is the VM's key, the host's id, or a `poolMark`. */
export function AlertMark({ of }: { of: string }) {
  const get = () => alertMarks.get().get(of)
  const mark = useSyncExternalStore(alertMarks.subscribe, get, get)
  if (mark === undefined) return null
  return (
    <span
      className={classes.mark}
      role="img"
      aria-label={mark.words}
      data-tip={mark.words}
      data-severity={mark.severity}
    >
      <BellIcon size={14} />
    </span>
  )
}
