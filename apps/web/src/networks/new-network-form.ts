import { type UseFormReturnType, useForm } from '@mantine/form'
import {
  contract,
  type Network,
  type NetworkMode,
  type NewNetwork,
  overlap,
  readSubnet,
  type Subnet,
  wholeRange,
} from '@porthole/contract'
import { formRules } from '../api/form-rules.ts'

interface SubnetValues {
  readonly on: boolean
  readonly subnet: string
  readonly dhcp: { readonly on: boolean; readonly start: string; readonly end: string }
}

interface Values {
  name: string
  mode: NetworkMode
  bridge: string
  ipv4: SubnetValues
  ipv6: SubnetValues
  domain: string
  start: boolean
  autostart: boolean
}

export type Family = 'ipv4' | 'ipv6'
export type NewNetworkForm = UseFormReturnType<Values>

const rules = formRules(contract.networks.createNetwork)

export function toNewNetwork(host: string, values: Values): NewNetwork {
  const { name, mode, bridge, domain, start, autostart } = values
  const isBridge = mode === 'bridge'
  return {
    ...{ host, name, mode, start, autostart },
    bridge: isBridge ? bridge : null,
    ipv4: isBridge ? null : asked(values.ipv4),
    ipv6: isBridge ? null : asked(values.ipv6),
    domain: isBridge || domain === '' ? null : domain,
  }
}

const asked = ({ on, subnet, dhcp: { on: gives, start, end } }: SubnetValues): NewNetwork['ipv4'] =>
  on ? { subnet, dhcp: gives ? { start, end } : null } : null

/** A form that begins with subnets which no network of the host has. */
export function useNewNetworkForm(host: string, networks: readonly Network[]): NewNetworkForm {
  return useForm<Values>({
    validateInputOnBlur: true,
    initialValues: {
      ...{ name: '', mode: 'nat', bridge: '', domain: '', start: true, autostart: true },
      ipv4: { on: true, ...freeSubnet(networks, n => `192.168.${n}.0/24`, true) },
      ipv6: { on: false, ...freeSubnet(networks, n => `fd00:${n}::/64`, false) },
    },
    validate: values => rules(toNewNetwork(host, values)),
  })
}

const [least, most] = [100, 254]

function freeSubnet(
  networks: readonly Network[],
  named: (n: number) => string,
  dhcp: boolean,
): Omit<SubnetValues, 'on'> {
  const taken = networks.flatMap(({ subnets }) => subnets.flatMap(({ subnet }) => readSubnet(subnet ?? '') ?? []))
  for (let n = least; n <= most; n++) {
    const subnet = readSubnet(named(n)) as Subnet
    if (!taken.some(other => overlap(other, subnet))) {
      return { subnet: named(n), dhcp: { on: dhcp, ...wholeRange(subnet) } }
    }
  }
  return { subnet: '', dhcp: { on: dhcp, start: '', end: '' } }
}
