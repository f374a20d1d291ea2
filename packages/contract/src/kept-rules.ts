/** What libvirt can keep the definition of, so that it is started again: a storage pool or a network, as it is now. */
export interface KeptState {
  readonly active: boolean
  readonly persistent: boolean
}

/** Why it must wait that one of these is started, stopped, told to start with its host, or forgotten; null where it need not. */
export function keptRules(what: 'pool' | 'network') {
  const mustStay = ({ persistent }: KeptState) =>
    persistent ? null : `The ${what} is not kept by libvirt: it is gone once it is stopped.`
  return {
    start: ({ active }: KeptState) => (active ? `The ${what} is on already.` : null),
    stop: ({ active }: KeptState) => (active ? null : `The ${what} is off already.`),
    autostart: mustStay,
    remove: (state: KeptState) => mustStay(state) ?? (state.active ? `The ${what} is on: stop it first.` : null),
  }
}
