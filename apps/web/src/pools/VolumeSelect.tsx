import { Select } from '@mantine/core'
import { inPlace } from '../forms/in-place.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import type { PoolVolume } from './use-pools.ts'

interface VolumeSelectProps {
  label: string
  placeholder: string
  /** What to say when there is nothing to choose. */
  nothing: string
  volumes: readonly PoolVolume[]
  pending: boolean
  value: { pool: string; volume: string }
  error: string | null
  onChange(value: { pool: string; volume: string }): void
  onBlur(): void
}

/** One volume out of all pools, by pool. */
export function VolumeSelect({ volumes, value, nothing, pending, onChange, ...rest }: VolumeSelectProps) {
  const pools = [...new Set(volumes.map(volume => volume.pool))]
  const data = pools.map(pool => ({
    group: pool,
    items: volumes
      .filter(volume => volume.pool === pool)
      .map(volume => ({ value: JSON.stringify([pool, volume.name]), label: describe(volume) })),
  }))
  return (
    <Select
      {...rest}
      data={data}
      comboboxProps={inPlace}
      searchable
      description={!pending && volumes.length === 0 ? nothing : undefined}
      value={value.volume ? JSON.stringify([value.pool, value.volume]) : null}
      onChange={chosen => {
        const [pool = '', volume = ''] = chosen ? (JSON.parse(chosen) as string[]) : []
        onChange({ pool, volume })
      }}
    />
  )
}

function describe({ name, capacity, usedBy }: PoolVolume): string {
  const used = usedBy.length > 0 ? ` · ${newVmTexts.usedBy(usedBy)}` : ''
  return `${name} · ${sizeOfBytes(capacity)}${used}`
}
