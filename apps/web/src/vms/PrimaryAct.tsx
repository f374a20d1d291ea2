import { Button } from '@mantine/core'
import type { Vm } from '@porthole/contract'
import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { ExplainedButton } from '../ui/ExplainedButton.tsx'
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
      <ExplainedButton why={why} variant="default" size="compact-sm" leftSection={<ConsoleIcon size={14} />} {...tab}>
        {texts.acts.names.openConsole}
      </ExplainedButton>
    )
  }
  const Icon = acts[act].icon
  return (
    <ExplainedButton
      why={underWay?.phase === 'asked' ? texts.acts.underWay[underWay.act] : why}
      variant="default"
      size="compact-sm"
      leftSection={<Icon size={14} />}
      onClick={() => ask(vm, act)}
      {...tab}
    >
      {texts.acts.names[act]}
    </ExplainedButton>
  )
}

function ConsoleLink({ vm, twins, ...tab }: { vm: Vm; twins: ReadonlySet<string>; tabIndex?: number }) {
  const link = useVmLink(vm, 'console', twins)
  return (
    <Button
      component={Link}
      variant="default"
      size="compact-sm"
      leftSection={<ConsoleIcon size={14} />}
      {...link}
      {...tab}
    >
      {texts.acts.names.openConsole}
    </Button>
  )
}
