'use client'

import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/CloseButton.css'
import '@mantine/core/styles/Combobox.css'
import { Select } from '@mantine/core'
import type { Vm } from '@porthole/contract'
import { keepPreviousData, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { keyOf } from '../api/vm-key.ts'
import { useFleet } from '../hosts/fleet.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { Graphs } from './Graphs.tsx'
import { vmGraphs } from './graph-specs.ts'
import { RangeBar } from './RangeBar.tsx'
import classes from './statistics.module.css'
import { useAddress } from './use-address.ts'
import { readAgainMs, useRange } from './use-range.ts'

const words = statisticsTexts
const colours = ['--accent-text', '--amber', '--violet', '--green', '--red', '--blue']

/** What the VM did: now, and up to a year back, beside others where one asks for it. */
export function VmStatistics() {
  const { vm } = useShownVm()
  const { vms } = useFleet()
  const view = useRange()
  const address = useAddress()
  const named = address.get('with')
  const others = useMemo(() => (named?.split(',') ?? []).slice(0, colours.length - 1), [named])
  const setOthers = (keys: readonly string[]) => address.set('with', keys.join(','))
  const shown = useMemo(
    () => [vm, ...others.flatMap(key => vms.find(other => keyOf(other) === key) ?? [])],
    [vm, others, vms],
  )
  const read = useQueries({
    queries: shown.map(({ id, host }) =>
      orpc.stats.getVmHistory.queryOptions({
        input: { id, host, range: view.range },
        refetchInterval: readAgainMs,
        placeholderData: keepPreviousData,
      }),
    ),
  })
  const specs = useMemo(() => vmGraphs(vm.memoryKiB), [vm.memoryKiB])
  const told = read[0]?.data
  const error = read.find(query => query.error)?.error
  const data = read.map(query => query.data)
  // biome-ignore lint/correctness/useExhaustiveDependencies: useQueries gives a new array each time, of the same data
  const compared = useMemo(
    () =>
      shown.flatMap((one, i) => {
        const its = data[i]
        return its ? [{ label: one.name, colour: colours[i] ?? '--text-2', told: its }] : []
      }),
    [shown, ...data],
  )
  return (
    <div className={classes.tab}>
      <RangeBar view={view}>
        <Comparing shown={shown} vms={vms} onChange={setOthers} others={others} />
      </RangeBar>
      {error && (
        <Notice tone="error" title={words.failed}>
          {failureOf(error).sentence}
        </Notice>
      )}
      {told && <Graphs specs={specs} told={told} compared={compared} view={view} />}
    </div>
  )
}

interface ComparingProps {
  shown: readonly Vm[]
  vms: readonly Vm[]
  others: readonly string[]
  onChange(others: readonly string[]): void
}

/** The VMs beside the first, and a field that adds one. */
function Comparing({ shown, vms, others, onChange }: ComparingProps) {
  const taken = new Set(shown.map(keyOf))
  const choices = vms.filter(vm => !taken.has(keyOf(vm))).map(vm => ({ value: keyOf(vm), label: vm.name }))
  return (
    <div className={classes.compared}>
      {others.length > 0 &&
        shown.map((vm, i) => (
          <span key={keyOf(vm)} className={classes.chip}>
            <i className={classes.swatch} style={{ background: `var(${colours[i] ?? '--text-2'})` }} />
            {vm.name}
            {i === 0 ? (
              <span />
            ) : (
              <IconButton
                label={words.leaveOut(vm.name)}
                size={24}
                onClick={() => onChange(others.filter(key => key !== keyOf(vm)))}
              >
                <CloseIcon size={12} />
              </IconButton>
            )}
          </span>
        ))}
      {shown.length < colours.length && choices.length > 0 && (
        <Select
          aria-label={words.addVm}
          placeholder={words.compare}
          searchable
          limit={50}
          data={choices}
          value={null}
          w={170}
          onChange={key => key && onChange([...others, key])}
        />
      )}
    </div>
  )
}
