import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { buttonLook } from '../ui/Button.tsx'
import { PlusIcon } from '../ui/icons.tsx'

export function NewVmButton({ host, quiet = false }: { host?: string; quiet?: boolean }) {
  return (
    <Link
      href={host ? `/vms/new?host=${encodeURIComponent(host)}` : '/vms/new'}
      prefetch={false}
      {...buttonLook({ look: quiet ? 'plain' : 'primary' })}
    >
      <PlusIcon size={14} />
      {texts.hosts.newVm}
    </Link>
  )
}
