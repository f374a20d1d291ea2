import { Button } from '@mantine/core'
import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { PlusIcon } from '../ui/icons.tsx'

export function NewVmButton({ host, quiet = false }: { host?: string; quiet?: boolean }) {
  return (
    <Button
      component={Link}
      href={host ? `/vms/new?host=${encodeURIComponent(host)}` : '/vms/new'}
      prefetch={false}
      variant={quiet ? 'default' : 'filled'}
      leftSection={<PlusIcon size={14} />}
    >
      {texts.hosts.newVm}
    </Button>
  )
}
