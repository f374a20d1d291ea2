import { HostNetworks } from '../../../../../networks/HostNetworks.tsx'

export default function HostNetworksPage() {
  return <HostNetworks />
}
