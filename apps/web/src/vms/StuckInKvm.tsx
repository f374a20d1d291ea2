import { texts } from '../texts/texts.ts'
import { vmTexts } from '../texts/vm-texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useVmActs } from './acting-context.ts'
import { whyNot } from './acts.ts'
import { useUnderWay } from './acts-under-way.ts'
import { useShownVm, useVmDetails } from './vm-context.ts'

/** KVM that is offered and does not work looks like a VM that runs: this says what it is, and the way out. */
export function StuckInKvm() {
  const { vm, staleSince } = useShownVm()
  const { data } = useVmDetails()
  const { ask } = useVmActs()
  const underWay = useUnderWay(vm)
  if (!data?.stuckInKvm || vm.accelerator !== 'kvm') return null
  const changing = underWay?.phase === 'asked' && underWay.act === 'useEmulation'
  return (
    <Notice
      tone="warning"
      title={vmTexts.stuckTitle}
      alert
      actions={
        <Button
          look="primary"
          why={whyNot(vm, 'useEmulation', staleSince)}
          busy={changing}
          onClick={() => ask(vm, 'useEmulation')}
        >
          {texts.acts.names.useEmulation}
        </Button>
      }
    >
      {vmTexts.stuck}
    </Notice>
  )
}
