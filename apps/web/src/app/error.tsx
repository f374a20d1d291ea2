'use client'

import { Door } from '../session/Door.tsx'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'

export default function PageCrashed({ reset }: { reset: () => void }) {
  return (
    <Door title={texts.crashed.title}>
      <p>{texts.crashed.text}</p>
      <Button onClick={reset}>{texts.crashed.again}</Button>
    </Door>
  )
}
