import type { ReactNode } from 'react'
import { AlertsPage } from '../../../alerts/AlertsPage.tsx'

export default function AlertsLayout({ children }: { children: ReactNode }) {
  return <AlertsPage>{children}</AlertsPage>
}
