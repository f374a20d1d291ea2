import type { HistoryRange, HostEater } from '@porthole/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { orpc } from '../api/client.ts'
import { useShownHost } from '../hosts/host-context.ts'
import { rateOf, sizeOfKiB } from '../texts/format.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import classes from './statistics.module.css'
import { readAgainMs } from './use-range.ts'

const words = statisticsTexts
type What = keyof typeof words.eatersBy
const columns = Object.keys(words.eatersBy) as What[]
const mostShown = 50

const say: Readonly<Record<What, (value: number) => string>> = {
  cpus: value => words.cpus(value.toFixed(2)),
  memoryKiB: sizeOfKiB,
  disk: rateOf,
  net: rateOf,
}

/** The VMs of the host by what they took on average over the range. */
export function Eaters({ range }: { range: HistoryRange }) {
  const { host, vms } = useShownHost()
  const [by, setBy] = useState<What>('cpus')
  const { data } = useQuery(
    orpc.stats.listHostEaters.queryOptions({
      input: { host: host.id, range },
      refetchInterval: readAgainMs,
      placeholderData: keepPreviousData,
    }),
  )
  const names = new Map(vms.map(vm => [vm.id, vm.name]))
  const of = (eater: HostEater) => eater[by] ?? -1
  const ranked = (data?.eaters ?? []).filter(({ vm }) => names.has(vm)).toSorted((a, b) => of(b) - of(a))
  const most = Object.fromEntries(
    columns.map(what => [what, ranked.reduce((top, eater) => Math.max(top, eater[what] ?? 0), 0)]),
  )
  return (
    <section>
      <h2>{words.eatersTitle}</h2>
      {data && ranked.length === 0 && <p className={classes.nothing}>{words.eatersNone}</p>}
      {ranked.length > 0 && (
        <table className={classes.eaters}>
          <thead>
            <tr>
              <th scope="col">{words.vm}</th>
              {columns.map(what => (
                <th key={what} scope="col" aria-sort={by === what ? 'descending' : undefined}>
                  <button type="button" onClick={() => setBy(what)}>
                    {words.eatersBy[what]}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {ranked.slice(0, mostShown).map(eater => (
              <tr key={eater.vm}>
                <th scope="row">
                  <Link href={`/vms/${eater.vm}/statistics`} prefetch={false}>
                    {names.get(eater.vm)}
                  </Link>
                </th>
                {columns.map(what => {
                  const value = eater[what]
                  const share = value === null || !most[what] ? 0 : (value / most[what]) * 100
                  return (
                    <td key={what} className="figures">
                      {value === null ? '–' : say[what](value)}
                      <span className={classes.share} style={{ width: `${share}%` }} />
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
