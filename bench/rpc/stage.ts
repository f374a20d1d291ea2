import { type Connection, connect, unixTransport } from '@porthole/libvirt'
import { type PrivateLibvirt, startPrivateLibvirt } from '../../e2e/lab/private-libvirt.ts'
import { compilePeer, type Peer, startPeer } from './peer.ts'

/** A daemon of its own, our connection to it, and the C library's. */
export interface Stage {
  readonly libvirt: PrivateLibvirt
  readonly connection: Connection
  readonly peer: Peer
  /** Another connection of ours to the same daemon. */
  open(): Promise<Connection>
}

export async function onStage<T>(play: (stage: Stage) => Promise<T>): Promise<T> {
  compilePeer()
  const libvirt = await startPrivateLibvirt()
  const ends: (() => unknown)[] = [() => libvirt.stop()]
  try {
    const transport = unixTransport(libvirt.socket)
    const open = () => connect({ transport, uri: 'qemu:///system', deadlineMs: 180_000 })
    const connection = await open()
    ends.unshift(() => connection.close())
    const peer = await startPeer(libvirt.uri)
    ends.unshift(() => peer.stop())
    return await play({ libvirt, connection, peer, open })
  } finally {
    for (const end of ends) await end()
  }
}
