/**
 * What a person may be allowed to do. Each contract entry names one of these; roles are sets of them.
 * Grants per host, folder, tag and VM narrow where a permission holds; the names stay the same.
 */
export const permissions = [
  'host.see',
  'host.manage',
  'vm.see',
  'vm.watch',
  'vm.console',
  'vm.take-console',
  'vm.share-console',
  'vm.power',
  'vm.create',
  'vm.change',
  'vm.delete',
  'recording.watch',
  'recording.keys',
  'recording.manage',
  'storage.see',
  'storage.manage',
  'network.see',
  'network.manage',
  'metrics.see',
  'alert.acknowledge',
  'alert.manage',
  'audit.see',
  'user.manage',
] as const

export type Permission = (typeof permissions)[number]

/** The doors that need no permission: open to everybody, to whoever has signed in, and to people but not to their tokens. */
export type Door = 'anyone' | 'signed-in' | 'session'

const see = ['host.see', 'vm.see', 'vm.watch', 'storage.see', 'network.see', 'metrics.see'] as const
const use = [...see, 'vm.console'] as const
const operate = [...use, 'vm.take-console', 'vm.share-console', 'vm.power', 'alert.acknowledge'] as const
const change = ['vm.create', 'vm.change', 'vm.delete', 'storage.manage', 'network.manage'] as const
const manage = [...operate, ...change, 'recording.watch', 'alert.manage'] as const

/** Each role contains the one before it. "none" leaves everything to grants. */
export const roles = {
  none: [],
  viewer: see,
  'console-user': use,
  operator: operate,
  manager: manage,
  administrator: permissions,
} as const satisfies Record<string, readonly Permission[]>

export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as [Role, ...Role[]]
