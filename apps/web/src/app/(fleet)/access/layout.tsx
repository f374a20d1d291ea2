import type { ReactNode } from 'react'
import { AccessPage } from '../../../access/AccessPage.tsx'

export default function AccessLayout({ children }: { children: ReactNode }) {
  return <AccessPage>{children}</AccessPage>
}
