import type { CallOptions } from './calls.ts'
import type { Args, CallName, Reply } from './protocol/procedures.ts'

export type Ask = <Name extends CallName>(name: Name, args: Args<Name>, options: CallOptions) => Promise<Reply<Name>>

/** Completes a procedure's arguments; null where the caller left nothing out. */
type Complete<Name extends CallName> = (args: Args<Name>, ask: Ask, options: CallOptions) => Promise<Args<Name>> | null

/** REMOTE_DOMAIN_GET_CPU_STATS_NCPUS_MAX. */
const cpusAtOnce = 128

const bitsToBytes = (bits: number): number => Math.ceil(bits / 8)

/** How many CPUs the host has, those that are offline included. */
const hostCpus = async (ask: Ask, options: CallOptions): Promise<number> =>
  (await ask('nodeGetCpuMap', { need_map: 0, need_online: 0 }, options)).ret

/** The few procedures whose counts must be right to the one: what is left out is asked for first, as libvirt's own library's callers do. */
const completions: { readonly [Name in CallName]?: Complete<Name> } = {
  nodeGetCpuStats: ({ nparams, ...args }, ask, options) =>
    nparams === undefined ? ask('nodeGetCpuStats', { ...args, nparams: 0 }, options).then(counted(args)) : null,
  nodeGetMemoryStats: ({ nparams, ...args }, ask, options) =>
    nparams === undefined ? ask('nodeGetMemoryStats', { ...args, nparams: 0 }, options).then(counted(args)) : null,
  domainGetVcpus: (args, ask, options) => {
    if (args.maxinfo !== undefined && args.maplen !== undefined) return null
    return Promise.all([ask('domainGetInfo', { dom: args.dom }, options), hostCpus(ask, options)]).then(
      ([{ nrVirtCpu }, cpus]) => ({ maxinfo: nrVirtCpu, maplen: bitsToBytes(cpus), ...args }),
    )
  },
  domainGetVcpuPinInfo: (args, ask, options) => {
    if (args.ncpumaps !== undefined && args.maplen !== undefined) return null
    const { dom, flags = 0 } = args
    return Promise.all([ask('domainGetVcpusFlags', { dom, flags }, options), hostCpus(ask, options)]).then(
      ([{ num }, cpus]) => ({ ncpumaps: num, maplen: bitsToBytes(cpus), ...args }),
    )
  },
  domainGetEmulatorPinInfo: (args, ask, options) =>
    args.maplen === undefined ? hostCpus(ask, options).then(cpus => ({ ...args, maplen: bitsToBytes(cpus) })) : null,
  domainGetCpuStats: (args, ask, options) => {
    if (args.nparams !== undefined && args.ncpus !== undefined) return null
    return completeCpuStats(args, ask, options)
  },
}

const counted =
  <A>(args: A) =>
  ({ nparams }: { nparams: number }): A & { nparams: number } => ({ ...args, nparams })

// virDomainGetCPUStats: a start_cpu of -1 asks for the total; 0 parameters of 0 CPUs asks how many CPUs there are.
async function completeCpuStats(args: Args<'domainGetCpuStats'>, ask: Ask, options: CallOptions) {
  const all = { ...args, nparams: 0, start_cpu: 0, ncpus: 0 }
  const { start_cpu } = args
  const ncpus =
    args.ncpus ??
    (start_cpu < 0 ? 1 : Math.min((await ask('domainGetCpuStats', all, options)).nparams - start_cpu, cpusAtOnce))
  const { nparams } = await ask('domainGetCpuStats', { ...args, nparams: 0, ncpus: 1 }, options)
  return { ...args, nparams: args.nparams ?? nparams, ncpus }
}

/** The arguments with the counts that the caller left out; null where there is nothing to ask. */
export function completed<Name extends CallName>(
  name: Name,
  args: Args<Name>,
  ask: Ask,
  options: CallOptions,
): Promise<Args<Name>> | null {
  const complete = completions[name] as Complete<Name> | undefined
  return complete && args ? complete(args, ask, options) : null
}
