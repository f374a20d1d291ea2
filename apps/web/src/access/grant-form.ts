import { useForm } from '@mantine/form'
import { contract, type Scope } from '@porthole/contract'
import { formRules } from '../api/form-rules.ts'

type ScopeKind = Scope['kind']

/** What one enters; every field is there at once, so that a look at another kind of place loses nothing. */
export interface GrantValues {
  /** "person <id>" or "group <id>". */
  to: string
  role: string
  kind: ScopeKind
  host: string
  folder: string
  vm: string
  tag: string
  pool: string
  network: string
  /** As the browser's field has it, in local time; empty for none. */
  expiresAt: string
}

const rules = formRules(contract.access.createGrant)

export function useGrantForm(on: Scope | undefined) {
  return useForm<GrantValues>({
    initialValues: {
      ...{
        to: '',
        role: 'viewer',
        kind: on?.kind ?? 'vm',
        host: '',
        folder: '',
        vm: '',
        tag: '',
        pool: '',
        network: '',
      },
      expiresAt: '',
      ...on,
    },
    validate: values => fieldsOf(rules(toGrant(values))),
  })
}

export type GrantForm = ReturnType<typeof useGrantForm>

export function toGrant({ to, role, expiresAt, ...scope }: GrantValues) {
  const [kind, id] = to.split(' ')
  return {
    role,
    to: kind === 'group' ? { kind: 'group' as const, group: id ?? '' } : { kind: 'person' as const, person: id ?? '' },
    on: scopeOf(scope),
    expiresAt: expiresAt === '' ? null : new Date(expiresAt).toISOString(),
  }
}

function scopeOf({
  kind,
  host,
  folder,
  vm,
  tag,
  pool,
  network,
}: Omit<GrantValues, 'to' | 'role' | 'expiresAt'>): Scope {
  switch (kind) {
    case 'everything':
      return { kind }
    case 'host':
      return { kind, host }
    case 'folder':
      return { kind, folder }
    case 'tag':
      return { kind, tag: tag.trim() }
    case 'vm':
      return { kind, vm }
    case 'pool':
      return { kind, host, pool }
    case 'network':
      return { kind, host, network }
  }
}

/** The contract names "on.vm" and "to.person"; the form's fields are "vm" and "to". */
export function fieldsOf<T>(errors: Record<string, T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(errors).map(([path, error]) => [path.replace(/^on\./, '').replace(/^to\..*/, 'to'), error]),
  )
}
