import { NewVmPage } from '../../../../vms/NewVmPage.tsx'

export default function Page() {
  return <NewVmPage />
}
