import { type UseFormReturnType, useForm } from '@mantine/form'
import { contract, type HostCertificates, type HostPlace } from '@porthole/contract'
import { formRules } from '../api/form-rules.ts'
import { newHostTexts } from '../texts/new-host-texts.ts'

const words = newHostTexts

export type HostKind = keyof typeof words.kinds

/** Every arm of the choice is there at once: what one entered survives a look at another arm. */
export interface NewHostValues {
  kind: HostKind
  driver: keyof typeof words.drivers
  host: string
  user: string
  port: number | string
  uri: string
  name: string
  plainTcp: boolean
  certificatesOf: keyof typeof words.certificatesOf
  certificates: { ca: string; cert: string; key: string }
}

export type NewHostForm = UseFormReturnType<NewHostValues>

const rules = formRules(contract.hosts.addHost)

export function useNewHostForm(): NewHostForm {
  return useForm<NewHostValues>({
    validateInputOnBlur: true,
    initialValues: {
      ...{ kind: 'ssh', driver: 'qemu', host: '', user: 'root', port: '', uri: '', name: '' },
      ...{ plainTcp: false, certificatesOf: 'made', certificates: { ca: '', cert: '', key: '' } },
    },
    validate: values => ({ ...atFields(values, rules(toNewHost(values))), ...ownRules(values) }),
  })
}

/** What the server takes. */
export function toNewHost(values: NewHostValues): HostPlace & { name: string } {
  const { kind, certificatesOf, certificates } = values
  return {
    name: values.name.trim() || usualName(values),
    uri: uriOf(values),
    plainTcp: kind === 'tcp' && values.plainTcp,
    ...(kind === 'tls' && certificatesOf === 'own' && { certificates: withoutBlanks(certificates) }),
  }
}

/** The URI that the fields stand for. What is odd in them is escaped, so that the server sees and refuses it whole. */
export function uriOf({ kind, driver, host, user, port, uri }: NewHostValues): string {
  if (kind === 'uri') return uri.trim()
  const path = driver === 'test' ? '/default' : '/system'
  if (kind === 'local') return `${driver}://${path}`
  const name = host.trim()
  const at = name.includes(':') ? `[${name.replace(/^\[|\]$/g, '')}]` : encodeURIComponent(name)
  const before = kind === 'ssh' && user.trim() !== '' ? `${encodeURIComponent(user.trim())}@` : ''
  return `${driver}+${kind}://${before}${at}${port === '' ? '' : `:${port}`}${path}`
}

/** The server's and the schema's issues at the fields that make up what they are about. */
export function atFields<Said>({ kind }: NewHostValues, errors: Record<string, Said>): Record<string, Said> {
  const { uri, ...others } = errors
  if (uri === undefined) return others
  return { ...others, [kind === 'uri' ? 'uri' : kind === 'local' ? 'driver' : 'host']: uri }
}

export function withoutBlanks({ ca, cert, key }: NewHostValues['certificates']): HostCertificates {
  return { ca, ...(cert.trim() && { cert }), ...(key.trim() && { key }) }
}

function usualName({ kind, host, uri }: NewHostValues): string {
  if (kind === 'uri') return /^[\w+.-]+:\/\/(?:[^@/]*@)?([^/:?]+)/.exec(uri.trim())?.[1] ?? ''
  return kind === 'local' ? '' : host.trim()
}

function ownRules({ kind, host, port, plainTcp }: NewHostValues): Record<string, string> {
  if (kind === 'local' || kind === 'uri') return {}
  const number = Number(port)
  const portOk = port === '' || (Number.isInteger(number) && number >= 1 && number <= 65535)
  return {
    ...(host.trim() === '' && { host: words.noHost, name: '' }),
    ...(!portOk && { port: words.noPort }),
    ...(kind === 'tcp' && !plainTcp && { plainTcp: words.plainTcpNeeded }),
  }
}
