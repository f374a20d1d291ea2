import Link from 'next/link'
import { Door } from '../session/Door.tsx'
import { texts } from '../texts/texts.ts'

export default function NotFound() {
  return (
    <Door title={texts.notFound.title}>
      <p>{texts.notFound.text}</p>
      <Link href="/">{texts.vms.toFleet}</Link>
    </Door>
  )
}
