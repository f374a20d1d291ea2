import type { Pool, Volume } from '@porthole/contract'
import { useQueries, useQuery } from '@tanstack/react-query'
import { orpc } from '../api/client.ts'

/** A file that somebody puts into a pool is told by no event: while a form that offers volumes is open, they are read again. */
const fresh = { staleTime: 0, refetchInterval: 5_000, refetchOnWindowFocus: true }

export function usePools(host: string) {
  return useQuery(orpc.pools.listPools.queryOptions({ input: { host }, enabled: host !== '', ...fresh }))
}

export interface PoolVolume extends Volume {
  readonly pool: string
}

/** The volumes of all pools that are on, and whether all of them have been read. */
export function useVolumes(host: string, pools: readonly Pool[]): { volumes: PoolVolume[]; pending: boolean } {
  return useQueries({
    queries: pools
      .filter(pool => pool.active)
      .map(pool =>
        orpc.pools.listVolumes.queryOptions({
          input: { host, pool: pool.name },
          select: ({ volumes }: { volumes: Volume[] }) => volumes.map(volume => ({ ...volume, pool: pool.name })),
          ...fresh,
        }),
      ),
    combine: results => ({
      volumes: results.flatMap(result => result.data ?? []),
      pending: results.some(result => result.isPending),
    }),
  })
}
