// Which integer type libvirt wants for each field that can be set, from the manual's pages of the *_PARAM_*, *_SCHEDULER_*,
// *_BLKIO_*, *_IOTUNE_*, *_MEMORY_*, *_NUMA_*, *_BANDWIDTH_* and *_THREADPOOL_* macros: https://libvirt.org/html/libvirt-libvirt-domain.html
const int = [
  'shares',
  'numa_mode',
  'disks_port',
  'compression.mt.level',
  'compression.mt.threads',
  'compression.mt.dthreads',
  'compression.zlib.level',
  'compression.zstd.level',
  'auto_converge.initial',
  'auto_converge.increment',
  'parallel.connections',
  'parallel.channels',
  'thread_pool_min',
  'thread_pool_max',
]

const uint = [
  'weight',
  'cap',
  ...['inbound', 'outbound'].flatMap(way => ['average', 'peak', 'burst', 'floor'].map(what => `${way}.${what}`)),
  'granularity',
  'poll_grow',
  'poll_shrink',
  'shm_pages_to_scan',
  'shm_sleep_millisecs',
  'shm_merge_across_nodes',
  'minWorkers',
  'maxWorkers',
  'prioWorkers',
  'nclients_max',
  'nclients_unauth_max',
  'sev-policy',
]

const quotas = ['global', 'vcpu', 'emulator', 'iothread']
const llong = ['reservation', 'limit', ...quotas.map(what => `${what}_quota`), 'process-id']

const tuned = ['bytes_sec', 'iops_sec'].flatMap(unit => ['total', 'read', 'write'].map(what => `${what}_${unit}`))
const ullong = [
  'cpu_shares',
  ...quotas.map(what => `${what}_period`),
  'bandwidth',
  'bandwidth.postcopy',
  'bandwidth.availswitchover',
  'compression.xbzrle.cache',
  'hard_limit',
  'soft_limit',
  'min_guarantee',
  'swap_hard_limit',
  'buf-size',
  ...tuned.flatMap(what => [what, `${what}_max`, `${what}_max_length`]),
  'size_iops_sec',
  'poll_max_ns',
  'sev-secret-set-address',
  'unix-user-id',
  'unix-group-id',
  'process-time',
]

/** libvirt's `virTypedParameterType` of each integer field. */
export const integerTypes: ReadonlyMap<string, number> = new Map(
  [int, uint, llong, ullong].flatMap((fields, index) => fields.map(field => [field, index + 1] as const)),
)
