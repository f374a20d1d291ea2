import type { Vm } from '@porthole/contract'
import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { Button, buttonLook } from '../ui/Button.tsx'
import { useVmActs } from './acting-context.ts'
import { acts, consoleIcon as ConsoleIcon, primaryAct, whyNot } from './acts.ts'
import { useUnderWay } from './acts-under-way.ts'
import { useVmLink } from './use-vm-link.ts'

interface PrimaryActProps {
  vm: Vm
  staleSince: string | null
  twins: ReadonlySet<string>
  tabIndex?: number
}

/** The one button of a row: what one most likely wants in this state. */
export function PrimaryAct({ vm, staleSince, twins, tabIndex }: PrimaryActProps) {
  const { ask } = useVmActs()
  const underWay = useUnderWay(vm)
  const act = primaryAct(vm)
  const tab = tabIndex === undefined ? {} : { tabIndex }
  const why = whyNot(vm, act, staleSince)
  if (act === 'openConsole') {
    return why === null ? (
      <ConsoleLink vm={vm} twins={twins} {...tab} />
    ) : (
      <Button why={why} size="small" icon={<ConsoleIcon size={14} />} {...tab}>
        {texts.acts.names.openConsole}
      </Button>
    )
  }
  const Icon = acts[act].icon
  return (
    <Button
      why={underWay?.phase === 'asked' ? texts.acts.underWay[underWay.act] : why}
      size="small"
      icon={<Icon size={14} />}
      onClick={() => ask(vm, act)}
      {...tab}
    >
      {texts.acts.names[act]}
    </Button>
  )
}

function ConsoleLink({ vm, twins, ...tab }: { vm: Vm; twins: ReadonlySet<string>; tabIndex?: number }) {
  const link = useVmLink(vm, 'console', twins)
  return (
    <Link {...buttonLook({ size: 'small' })} {...link} {...tab}>
      <ConsoleIcon size={14} />
      {texts.acts.names.openConsole}
    </Link>
  )
}
