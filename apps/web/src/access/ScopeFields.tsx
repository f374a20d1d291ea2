import { NativeSelect, Select, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { orpc } from '../api/client.ts'
import { useFleet } from '../hosts/fleet.ts'
import { usePools } from '../pools/use-pools.ts'
import { accessTexts } from '../texts/access-texts.ts'
import { foldersQuery } from './access-queries.ts'
import { folderPaths } from './folder-paths.ts'
import type { GrantForm } from './grant-form.ts'

const words = accessTexts.grants
/** Who looks for one of ten thousand types a part of its name. */
const mostOffered = 50

/** Where a grant is to hold. */
export function ScopeFields({ form }: { form: GrantForm }) {
  const { kind } = form.values
  return (
    <>
      <NativeSelect
        label={words.on}
        data={Object.entries<string>(accessTexts.kinds).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('kind')}
      />
      {kind === 'host' && <HostField form={form} label={words.which} />}
      {kind === 'folder' && <FolderField form={form} />}
      {kind === 'vm' && <VmField form={form} />}
      {kind === 'tag' && <TextInput label={words.tag} autoComplete="off" {...form.getInputProps('tag')} />}
      {kind === 'pool' && (
        <>
          <HostField form={form} label={words.onHost} />
          <PoolField form={form} />
        </>
      )}
      {kind === 'network' && (
        <>
          <HostField form={form} label={words.onHost} />
          <NetworkField form={form} />
        </>
      )}
    </>
  )
}

function HostField({ form, label }: { form: GrantForm; label: string }) {
  const { hosts } = useFleet()
  const choices = hosts?.map(({ host }) => ({ value: host.id, label: host.name })) ?? []
  return (
    <NativeSelect
      label={label}
      data={[{ value: '', label: words.choose }, ...choices]}
      {...form.getInputProps('host')}
    />
  )
}

function FolderField({ form }: { form: GrantForm }) {
  const folders = useQuery(foldersQuery).data?.folders ?? []
  const choices = folderPaths(folders).map(({ id, path }) => ({ value: id, label: path }))
  return (
    <NativeSelect
      label={words.which}
      data={[{ value: '', label: words.choose }, ...choices]}
      {...form.getInputProps('folder')}
    />
  )
}

function VmField({ form }: { form: GrantForm }) {
  const { hosts, vms } = useFleet()
  const data = useMemo(() => {
    const names = new Map(hosts?.map(({ host }) => [host.id, host.name]))
    // Two hosts may have a VM of one number while it moves: the grant is about both.
    const byId = new Map(vms.map(vm => [vm.id, `${vm.name} (${names.get(vm.host) ?? ''})`]))
    return [...byId].map(([value, label]) => ({ value, label }))
  }, [hosts, vms])
  return <Searched form={form} field="vm" label={words.which} data={data} nothing={words.noVm} />
}

function PoolField({ form }: { form: GrantForm }) {
  const { host } = form.values
  const pools = usePools(host).data?.pools ?? []
  const nothing = host === '' ? words.hostFirst : words.noPool
  return (
    <Searched form={form} field="pool" label={words.poolName} data={pools.map(({ name }) => name)} nothing={nothing} />
  )
}

function NetworkField({ form }: { form: GrantForm }) {
  const { host } = form.values
  const { data } = useQuery(orpc.networks.listNetworks.queryOptions({ input: { host }, enabled: host !== '' }))
  const names = data?.networks.map(({ name }) => name) ?? []
  const nothing = host === '' ? words.hostFirst : words.noNetwork
  return <Searched form={form} field="network" label={words.networkName} data={names} nothing={nothing} />
}

interface SearchedProps {
  form: GrantForm
  field: 'vm' | 'pool' | 'network'
  label: string
  data: readonly (string | { value: string; label: string })[]
  nothing: string
}

/** One of many, by a part of its name. */
function Searched({ form, field, label, data, nothing }: SearchedProps) {
  const { value, onChange, error } = form.getInputProps(field)
  return (
    <Select
      label={label}
      placeholder={words.typeName}
      data={data}
      limit={mostOffered}
      searchable
      nothingFoundMessage={nothing}
      value={value === '' ? null : value}
      error={error}
      onChange={chosen => onChange(chosen ?? '')}
      // What is outside of the dialog is below it.
      comboboxProps={{ withinPortal: false }}
    />
  )
}
