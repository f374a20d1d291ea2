import type { Role, SignOn, SignOnRight } from '@porthole/contract'

/** The form's fields: what a group gives is one choice, "role viewer" or "group <id>". */
export interface SignOnFields extends Omit<SignOn, 'rights'> {
  secret: string
  rights: { value: string; gives: string }[]
}

export const newRight = { value: '', gives: 'role viewer' } as const

export function fieldsOf(signOn: SignOn | null): SignOnFields {
  if (signOn === null) {
    return { label: '', issuer: '', clientId: '', secret: '', claim: 'groups', signUp: false, rights: [] }
  }
  const choice = ({ gives }: SignOnRight) => (gives.kind === 'role' ? `role ${gives.role}` : `group ${gives.group}`)
  return { ...signOn, secret: '', rights: signOn.rights.map(right => ({ value: right.value, gives: choice(right) })) }
}

/** An empty secret is none that was given. */
export function toSignOn({ secret, rights, ...rest }: SignOnFields): SignOn & { secret?: string } {
  return { ...rest, ...(secret !== '' && { secret }), rights: rights.map(toRight) }
}

function toRight({ value, gives }: SignOnFields['rights'][number]): SignOnRight {
  const [kind, name = ''] = gives.split(/ (.*)/)
  return { value, gives: kind === 'group' ? { kind, group: name } : { kind: 'role', role: name as Role } }
}
