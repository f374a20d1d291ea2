import { NativeSelect, TextInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { sitePath } from '../api/site-address.ts'
import { useFleet } from '../hosts/fleet.ts'
import { timelineTexts } from '../texts/timeline-texts.ts'
import { Button } from '../ui/Button.tsx'
import classes from './timeline.module.css'
import { isNarrow, periods, type TimelineFilter } from './timeline-filter.ts'
import { usePeople } from './use-people.ts'

const words = timelineTexts
const results = ['done', 'failed', 'started', 'unknown'] as const
const mostOffered = 50

/** Narrows the timeline. All of it stands in the address, so that it can be sent. */
export function TimelineFilterBar({ filter }: { filter: TimelineFilter }) {
  const { hosts } = useFleet()
  const people = usePeople()
  const choose = (name: keyof TimelineFilter) => (value: string) => {
    const query = new URLSearchParams(window.location.search)
    if (value === '' || value === 'any') query.delete(name)
    else query.set(name, value)
    window.history.pushState(null, '', sitePath(query.size === 0 ? '/timeline' : `/timeline?${query}`))
  }
  const select = (name: keyof TimelineFilter, label: string, data: { value: string; label: string }[]) => (
    <NativeSelect
      label={label}
      data={data}
      value={filter[name] ?? ''}
      onChange={event => choose(name)(event.currentTarget.value)}
    />
  )
  return (
    <search className={classes.filter} aria-label={words.filter}>
      <VmField key={filter.vm} vm={filter.vm} onChoose={choose('vm')} />
      {select('host', words.host, [
        { value: '', label: words.anyHost },
        ...(hosts ?? []).map(({ host }) => ({ value: host.id, label: host.name })),
      ])}
      {people.length > 0 &&
        select('person', words.person, [
          { value: '', label: words.anybody },
          ...people.map(({ id, name }) => ({ value: id, label: name })),
        ])}
      {select('result', words.result, [
        { value: '', label: words.anyResult },
        ...results.map(value => ({ value, label: words.results[value] })),
      ])}
      {select('source', words.source, [
        { value: '', label: words.sources.any },
        { value: 'porthole', label: words.sources.porthole },
        { value: 'outside', label: words.sources.outside },
      ])}
      {select(
        'period',
        words.period,
        periods.map(value => ({ value, label: words.periods[value] })),
      )}
      {isNarrow(filter) && (
        <Button look="quiet" onClick={() => window.history.pushState(null, '', sitePath('/timeline'))}>
          {words.clear}
        </Button>
      )}
    </search>
  )
}

/** A VM by its name: the browser offers those that fit. A name that no VM has narrows nothing. */
function VmField({ vm, onChoose }: { vm: string | null; onChoose(id: string): void }) {
  const { vms } = useFleet()
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? vms.find(({ id }) => id === vm)?.name ?? vm ?? ''
  // Also when the list of VMs comes after the name was typed.
  const found = typed === null ? undefined : vms.find(one => one.name === typed)?.id
  useEffect(() => {
    if (found !== undefined && found !== vm) onChoose(found)
  }, [found, vm, onChoose])
  const fitting = vms.filter(one => one.name.includes(name)).slice(0, mostOffered)
  return (
    <>
      <TextInput
        label={words.vm}
        placeholder={words.vmHint}
        list="timeline-vms"
        value={name}
        onChange={event => {
          const text = event.currentTarget.value
          setTyped(text)
          if (text === '') onChoose('')
        }}
      />
      <datalist id="timeline-vms">
        {fitting.map(one => (
          <option key={`${one.host} ${one.id}`} value={one.name} />
        ))}
      </datalist>
    </>
  )
}
