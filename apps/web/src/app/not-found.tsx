import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

export default function NotFound() {
  return (
    <main>
      <EmptyState level={1} title={texts.notFound.title} actions={<Link href="/">{texts.vms.toFleet}</Link>}>
        <p>{texts.notFound.text}</p>
      </EmptyState>
    </main>
  )
}
