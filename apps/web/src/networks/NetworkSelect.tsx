import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { orpc } from '../api/client.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'

interface NetworkSelectProps {
  host: string
  /** The network's name; null is no network. */
  value: string | null
  /** Nobody has chosen yet: the host's usual network may be. */
  untouched: boolean
  error: string | null
  onChange(name: string | null): void
}

const none = ' none'

export function NetworkSelect({ host, value, untouched, error, onChange }: NetworkSelectProps) {
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
      error={error}
      allowDeselect={false}
      value={value ?? none}
      onChange={chosen => onChange(chosen === none ? null : chosen)}
      data={[
        ...networks.map(({ name, mode, active }) => ({
          value: name,
          label: active ? `${name} · ${mode}` : `${name} · ${newVmTexts.inactive}`,
          disabled: !active,
        })),
        { value: none, label: newVmTexts.noNetwork },
      ]}
    />
  )
}
