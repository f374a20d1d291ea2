import type { Vm } from '@porthole/contract'
import { unsaid } from '../api/failure.ts'
import { texts } from '../texts/texts.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useVmActs } from './acting-context.ts'
import { type UnderWay, useUnderWay } from './acts-under-way.ts'

type Failed = Extract<UnderWay, { phase: 'failed' }>

/** What failed on this VM: it stays there until somebody has read it. */
export function ActFailure({ vm }: { vm: Vm }) {
  const underWay = useUnderWay(vm)
  const { dismiss } = useVmActs()
  if (underWay?.phase !== 'failed') return null
  const { act, failure } = underWay
  return (
    <Notice
      tone="error"
      title={texts.acts.failed(texts.acts.names[act])}
      actions={<CopyButton text={details(vm, underWay)} label={texts.copyDetails} done={texts.copied} />}
      dismiss={{ label: texts.dismiss, do: () => dismiss(vm) }}
    >
      {failure.sentence}
      {unsaid(failure) && <div className="exact">{unsaid(failure)}</div>}
    </Notice>
  )
}

function details(vm: Vm, { act, failure, at }: Failed): string {
  const lines = [
    `${act} failed at ${at}: ${failure.code}`,
    failure.sentence,
    failure.libvirt,
    `VM ${vm.name} (${vm.id}) on host ${vm.host}, ${vm.state}`,
  ]
  return lines.filter(Boolean).join('\n')
}
