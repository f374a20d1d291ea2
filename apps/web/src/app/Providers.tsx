'use client'

import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { createQueryClient } from '../api/query-client.ts'
import { Announcer } from '../ui/Announcer.tsx'
import { TipLayer } from '../ui/TipLayer.tsx'
import { theme } from './theme.ts'

export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(createQueryClient)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Announcer>{children}</Announcer>
        <TipLayer />
      </QueryClientProvider>
    </MantineProvider>
  )
}
