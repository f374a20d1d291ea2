import { Suspense } from 'react'
import { ConsolesPage } from '../../../console/grid/ConsolesPage.tsx'

export default function Page() {
  return (
    <Suspense>
      <ConsolesPage />
    </Suspense>
  )
}
