'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useShownHost } from '../hosts/host-context.ts'
import { statisticsTexts } from '../texts/statistics-texts.ts'
import { Notice } from '../ui/Notice.tsx'
import { Eaters } from './Eaters.tsx'
import { Graphs } from './Graphs.tsx'
import { hostGraphs } from './graph-specs.ts'
import { RangeBar } from './RangeBar.tsx'
import classes from './statistics.module.css'
import { readAgainMs, useRange } from './use-range.ts'

/** What the host and its guests did, and which of them took most of it. */
export function HostStatistics() {
  const { host } = useShownHost()
  const view = useRange()
  const { data, error } = useQuery(
    orpc.stats.getHostHistory.queryOptions({
      input: { host: host.id, range: view.range },
      refetchInterval: readAgainMs,
      placeholderData: keepPreviousData,
    }),
  )
  const memoryKiB = host.node?.memoryKiB ?? 0
  const specs = useMemo(() => hostGraphs(memoryKiB), [memoryKiB])
  return (
    <div className={classes.tab}>
      <RangeBar view={view} />
      {error && (
        <Notice tone="error" title={statisticsTexts.failed}>
          {failureOf(error).sentence}
        </Notice>
      )}
      {data && <Graphs specs={specs} told={data} compared={nobody} view={view} />}
      <Eaters range={view.range} />
    </div>
  )
}

const nobody: readonly never[] = []
