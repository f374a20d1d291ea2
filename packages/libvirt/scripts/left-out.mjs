// What a caller may leave out of a procedure's arguments, and what the client then sends, as libvirt's own library does.

/** Counts that the daemon wants exactly: src/asked-first.ts asks it for them before the call. */
const askedFirst = {
  DOMAIN_GET_CPU_STATS: ['nparams', 'ncpus'],
  DOMAIN_GET_EMULATOR_PIN_INFO: ['maplen'],
  DOMAIN_GET_VCPUS: ['maxinfo', 'maplen'],
  DOMAIN_GET_VCPU_PIN_INFO: ['ncpumaps', 'maplen'],
  NODE_GET_CPU_STATS: ['nparams'],
  NODE_GET_MEMORY_STATS: ['nparams'],
}

/** How many answers the caller has room for: as many as the protocol lets the daemon send. */
const rooms = /^(nparams|maxnames|maxids|maxuuids|maxcells|maxerrors|maxStats)$/

/** Without VIR_TYPED_PARAM_STRING_OKAY the daemon keeps back every parameter that is a string. */
const stringsOkay = 1 << 2
const holdsStringsBack = (name, args, reply) => {
  if (name === 'NETWORK_PORT_GET_PARAMETERS') return false // has none, and refuses the flag
  if (name === 'DOMAIN_GET_LAUNCH_SECURITY_INFO') return true
  return args.nparams && args.flags && /^typed_param</.test(reply.params ?? '')
}

/** For each argument that may be left out, the code of what is sent for it, given the code of what the caller said. */
export function leftOut(name, { args = {}, reply = {} }) {
  const found = {}
  for (const field of Object.keys(args)) {
    if (field === 'flags') {
      found.flags = holdsStringsBack(name, args, reply)
        ? said => `((${said} ?? 0) | ${stringsOkay}) >>> 0`
        : said => `${said} ?? 0`
    } else if (askedFirst[name]?.includes(field)) found[field] = said => `${said} ?? 0`
    else if (/^need_/.test(field)) found[field] = said => `${said} ?? 1`
    else if (rooms.test(field)) {
      const limit = Math.max(...Object.values(reply).map(type => Number(/<(\d+)>$/.exec(type)?.[1] ?? 0)))
      found[field] = said => `${said} ?? ${limit}`
    }
  }
  return found
}
