import { type UseFormReturnType, useForm } from '@mantine/form'
import { contract, NewVm } from '@porthole/contract'
import { formRules } from '../api/form-rules.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'

/**
 * The form's values under the contract's own names, so that an issue of the schema or of the server finds its field
 * by its path. Every arm of a choice is there at once: what one entered survives a look at another arm.
 */
export interface NewVmValues {
  host: string
  name: string
  vcpus: number | string
  memoryMiB: number | string
  accelerator: 'kvm' | 'tcg'
  disk: { kind: 'new' | 'existing' | 'none'; pool: string; volume: string; sizeGiB: number | string }
  boot: {
    kind: 'iso' | 'disk' | 'kernel'
    pool: string
    volume: string
    kernel: string
    initrd: string
    commandLine: string
  }
  network: { kind: 'network' | 'none'; name: string }
}

export type NewVmForm = UseFormReturnType<NewVmValues>

const rules = formRules(contract.vms.createVm)

export function useNewVmForm(host: string): NewVmForm {
  return useForm<NewVmValues>({
    validateInputOnBlur: true,
    initialValues: {
      host,
      name: '',
      vcpus: 2,
      memoryMiB: 2048,
      accelerator: 'kvm',
      disk: { kind: 'new', pool: '', volume: '', sizeGiB: 20 },
      boot: { kind: 'iso', pool: '', volume: '', kernel: '', initrd: '', commandLine: '' },
      network: { kind: 'none', name: '' },
    },
    validate: values => ({ ...bootable(values), ...rules(withoutBlanks(values)) }),
  })
}

/** What the server takes. The schema drops the fields of the arms that were not chosen. */
export function toNewVm(values: NewVmValues): NewVm {
  return NewVm.parse(withoutBlanks(values))
}

/** An optional field that was left empty is not there; an empty path would be a wrong one. */
function withoutBlanks(values: NewVmValues): Record<string, unknown> {
  const { initrd, commandLine, ...boot } = values.boot
  return { ...values, boot: { ...boot, ...(initrd && { initrd }), ...(commandLine && { commandLine }) } }
}

function bootable({ disk, boot }: NewVmValues): Record<string, string> {
  return boot.kind === 'disk' && disk.kind === 'none' ? { 'boot.kind': newVmTexts.bootNeedsDisk } : {}
}
