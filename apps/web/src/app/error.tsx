'use client'

import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

export default function PageCrashed({ reset }: { reset: () => void }) {
  return (
    <main>
      <EmptyState
        level={1}
        title={texts.crashed.title}
        actions={
          <button type="button" onClick={reset}>
            {texts.crashed.again}
          </button>
        }
      >
        <p>{texts.crashed.text}</p>
      </EmptyState>
    </main>
  )
}
