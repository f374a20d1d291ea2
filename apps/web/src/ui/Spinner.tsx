import classes from './Spinner.module.css'

/** Something is under way in the very place where it will show. The word beside it says what. */
export function Spinner({ size = 14 }: { size?: number }) {
  return <span aria-hidden="true" className={classes.spinner} style={{ width: size, height: size }} />
}
