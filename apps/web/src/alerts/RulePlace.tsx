import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { foldersQuery } from '../access/access-queries.ts'
import { folderPaths } from '../access/folder-paths.ts'
import { useFleet } from '../hosts/fleet.ts'
import { alertTexts } from '../texts/en-alerts.ts'
import type { useRuleForm } from './rule-form.ts'

const words = alertTexts.rules
const choose = { value: '', label: words.choose }

/** What a rule is about: of figures of hosts and pools there are only hosts to choose. */
export function RulePlace({ form, ofVms }: { form: ReturnType<typeof useRuleForm>; ofVms: boolean }) {
  const { hosts, vms } = useFleet()
  const folders = useQuery(foldersQuery)
  const { kind } = form.values
  const kinds = ofVms ? (['everything', 'host', 'folder', 'tag', 'vm'] as const) : (['everything', 'host'] as const)
  const hostNames = new Map(hosts?.map(({ host }) => [host.id, host.name]))
  return (
    <>
      <NativeSelect
        label={words.on}
        data={kinds.map(value => ({ value, label: words.kinds[value] }))}
        {...form.getInputProps('kind')}
      />
      {kind === 'host' && (
        <NativeSelect
          label={words.which}
          data={[choose, ...[...hostNames].map(([value, label]) => ({ value, label }))]}
          {...form.getInputProps('host')}
        />
      )}
      {kind === 'folder' && (
        <NativeSelect
          label={words.which}
          data={[
            choose,
            ...folderPaths(folders.data?.folders ?? []).map(({ id, path }) => ({ value: id, label: path })),
          ]}
          {...form.getInputProps('folder')}
        />
      )}
      {kind === 'vm' && (
        <NativeSelect
          label={words.which}
          data={[choose, ...vms.map(vm => ({ value: vm.id, label: `${vm.name} (${hostNames.get(vm.host) ?? ''})` }))]}
          {...form.getInputProps('vm')}
        />
      )}
      {kind === 'tag' && <TextInput label={words.tag} autoComplete="off" {...form.getInputProps('tag')} />}
    </>
  )
}
