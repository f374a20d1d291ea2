/** What holds for the whole installation. */
export const settings = {
  title: 'Settings',
  open: 'Settings',
  mayNot: 'Only who manages people may change the settings',
  failed: 'The settings could not be read.',
  audit: 'Audit',
  auditLead:
    'Rows older than this are removed once an hour, and a row of the audit says so. What is left can still be checked with “porthole audit verify”.',
  keep: 'Keep the audit',
  keeps: { ever: 'for ever', days: 'for a number of days' },
  days: 'Days',
  wholeDays: 'Give whole days, such as 365.',
  save: 'Apply',
  saved: 'Saved.',
}
