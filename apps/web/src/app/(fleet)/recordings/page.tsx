import { Suspense } from 'react'
import { RecordingsPage } from '../../../recordings/RecordingsPage.tsx'

export default function Page() {
  return (
    <Suspense>
      <RecordingsPage />
    </Suspense>
  )
}
