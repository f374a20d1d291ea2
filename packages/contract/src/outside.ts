/**
 * What libvirt may tell that nobody did here. `vmChanged` is a definition, a running VM's parameters or its notes;
 * the row's `args` say which, and the reason where libvirt gives one.
 */
export const outsideActions = [
  'vmDefined',
  'vmChanged',
  'vmRenamed',
  'vmUndefined',
  'vmStarted',
  'vmPaused',
  'vmResumed',
  'vmStopped',
  'vmCrashed',
  'vmAsleep',
  'vmRebooted',
  'vmWatchdog',
  'vmDiskError',
  'vmMediaChanged',
  'vmDeviceAdded',
  'vmDeviceRemoved',
  'hostAway',
  'hostBack',
] as const

export type OutsideAction = (typeof outsideActions)[number]
