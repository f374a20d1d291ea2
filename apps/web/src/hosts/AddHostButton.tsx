import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { buttonLook } from '../ui/Button.tsx'

export function AddHostButton({ primary = false }: { primary?: boolean }) {
  return (
    <Link href="/hosts/new" prefetch={false} {...buttonLook({ look: primary ? 'primary' : 'plain' })}>
      {texts.hosts.addHost}
    </Link>
  )
}
