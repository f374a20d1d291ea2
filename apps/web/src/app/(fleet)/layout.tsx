import type { ReactNode } from 'react'
import { Frame } from '../../frame/Frame.tsx'
import { SessionGate } from '../../session/SessionGate.tsx'

export default function FleetLayout({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <Frame>{children}</Frame>
    </SessionGate>
  )
}
