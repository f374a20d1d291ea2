import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { useShownHost } from '../hosts/host-context.ts'
import { networksTexts as words } from '../texts/networks-texts.ts'
import { usersInWords } from './network-words.ts'
import type { AboutNetwork } from './StopNetwork.tsx'
import { useNetworkAct } from './use-network-act.ts'

export function DeleteNetwork({ network, onClose }: AboutNetwork) {
  const { host } = useShownHost()
  const { name, subnets } = network
  const remove = useNetworkAct(orpc.networks.deleteNetwork.mutationOptions(), {
    done: () => words.removed(name),
    onDone: onClose,
  })
  const users = usersInWords(network, 'all')
  const goes = words.removeWhat(subnets.flatMap(({ subnet }) => subnet ?? []))
  const named = users === null ? words.removeFree : (users.one ? words.removeNamedOne : words.removeNamed)(users.names)
  return (
    <Confirm
      title={words.removeTitle(name)}
      what={`${goes} ${named}`}
      confirm={words.removeDo}
      busy={remove.isPending}
      error={remove.error}
      onCancel={onClose}
      onConfirm={() => remove.mutate({ host: host.id, network: name })}
    />
  )
}
