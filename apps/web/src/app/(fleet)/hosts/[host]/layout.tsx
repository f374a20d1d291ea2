import type { ReactNode } from 'react'
import { HostPage } from '../../../../hosts/HostPage.tsx'

/** The export has one page for all hosts; the server answers every name with it. */
export function generateStaticParams() {
  return [{ host: '_' }]
}

export default function HostLayout({ children }: { children: ReactNode }) {
  return <HostPage>{children}</HostPage>
}
