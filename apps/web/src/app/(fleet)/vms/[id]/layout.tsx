import type { ReactNode } from 'react'
import { VmPage } from '../../../../vms/VmPage.tsx'

/** The export has one page for all VMs; the server answers every id with it. */
export function generateStaticParams() {
  return [{ id: '_' }]
}

export default function VmLayout({ children }: { children: ReactNode }) {
  return <VmPage>{children}</VmPage>
}
