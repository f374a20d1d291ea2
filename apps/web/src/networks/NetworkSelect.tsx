import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { orpc } from '../api/client.ts'
import { inPlace } from '../forms/in-place.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'

interface NetworkSelectProps {
  host: string
  /** The network's name; null is no network. */
  value: string | null
  /** Nobody has chosen yet: the host's usual network may be. */
  untouched: boolean
  error: string | null
  /** It can be no network at all. */
  none?: boolean
  placeholder?: string
  /** What to say when there is nothing to choose. */
  nothing?: string
  onChange(name: string | null): void
}

const noNetwork = ' none'

export function NetworkSelect(props: NetworkSelectProps) {
  const { host, value, untouched, error, none = true, placeholder, nothing, onChange } = props
  const { data } = useQuery(orpc.networks.listNetworks.queryOptions({ input: { host }, staleTime: 0 }))
  const networks = data?.networks ?? []
  const active = networks.filter(network => network.active)
  const usual = (active.find(network => network.name === 'default') ?? active[0])?.name
  useEffect(() => {
    if (untouched && usual) onChange(usual)
  }, [untouched, usual, onChange])
  return (
    <Select
      label={newVmTexts.network}
      comboboxProps={inPlace}
      error={error}
      description={data?.networks.length === 0 ? nothing : undefined}
      allowDeselect={false}
      placeholder={placeholder ?? ''}
      value={value ?? (none ? noNetwork : null)}
      onChange={chosen => onChange(chosen === noNetwork ? null : chosen)}
      data={[
        ...networks.map(({ name, mode, active }) => ({
          value: name,
          label: active ? `${name} · ${mode}` : `${name} · ${newVmTexts.inactive}`,
          disabled: !active,
        })),
        ...(none ? [{ value: noNetwork, label: newVmTexts.noNetwork }] : []),
      ]}
    />
  )
}
