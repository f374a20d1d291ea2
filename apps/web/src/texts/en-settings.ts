/** What holds for the whole installation. */
export const settings = {
  title: 'Settings',
  open: 'Settings',
  mayNot: 'Only who manages people may change the settings',
}
