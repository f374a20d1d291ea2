import { HostStorage } from '../../../../../pools/HostStorage.tsx'

export default function HostStoragePage() {
  return <HostStorage />
}
