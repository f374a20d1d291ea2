import type { NetworkDetails } from '@porthole/contract'
import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { useShownHost } from '../hosts/host-context.ts'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { usersInWords } from './network-words.ts'
import { useNetworkAct } from './use-network-act.ts'

export interface AboutNetwork {
  network: NetworkDetails
  onClose(): void
}

export function StopNetwork({ network, onClose }: AboutNetwork) {
  const { host } = useShownHost()
  const { name, persistent } = network
  const stop = useNetworkAct(orpc.networks.stopNetwork.mutationOptions(), {
    done: () => words.stopped(name),
    onDone: onClose,
  })
  const users = usersInWords(network, 'on')
  const lost = users === null ? words.stopNobody : (users.one ? words.stopLostOne : words.stopLost)(users.names)
  return (
    <Confirm
      title={words.stopTitle(name)}
      what={persistent ? lost : `${lost} ${words.stopTransient}`}
      confirm={words.stopDo}
      busy={stop.isPending}
      error={stop.error}
      onCancel={onClose}
      onConfirm={() => stop.mutate({ host: host.id, network: name })}
    />
  )
}
