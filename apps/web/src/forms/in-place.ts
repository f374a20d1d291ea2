import type { ComboboxProps } from '@mantine/core'

/**
 * The options of a field that may stand in a dialog: a dialog lies above all that is not inside of it, and scrolls what is
 * too large for it, but for what is fixed.
 */
export const inPlace: ComboboxProps = {
  withinPortal: false,
  floatingStrategy: 'fixed',
  transitionProps: { duration: 0 },
}
