'use client'

import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { client } from '../../api/client.ts'
import { failureOf } from '../../api/failure.ts'
import { consoleTexts } from '../../texts/console-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Notice } from '../../ui/Notice.tsx'
import { PrimaryAct } from '../../vms/PrimaryAct.tsx'
import { useShownVm } from '../../vms/vm-context.ts'
import classes from './serial.module.css'

const words = consoleTexts.serial
/** The terminal is as large as the rest of the page. */
const SerialTerminal = lazy(async () => ({ default: (await import('./SerialTerminal.tsx')).SerialTerminal }))

/** The serial consoles of a VM, one at a time. */
export function VmSerials() {
  const { vm, staleSince, twins } = useShownVm()
  const { id, host, active } = vm
  const [chosen, choose] = useState<string | null>(null)
  const found = useQuery({
    queryKey: ['serials', host, id, vm.active],
    queryFn: () => client.consoles.listSerials({ id, host }),
    enabled: active && vm.can.includes('vm.watch'),
  })
  if (!active) {
    return (
      <div className={classes.cover}>
        <p role="status">{consoleTexts.page.off(texts.vms.states[vm.state])}</p>
        <PrimaryAct vm={vm} staleSince={staleSince} twins={twins} />
      </div>
    )
  }
  if (!vm.can.includes('vm.watch')) return <p className={classes.cover}>{texts.acts.notAllowed('vm.watch')}</p>
  if (found.error) {
    return (
      <Notice tone="error" alert>
        {failureOf(found.error).sentence}
      </Notice>
    )
  }
  if (!found.data) return <div className={classes.serial} aria-busy="true" />
  const { serials } = found.data
  const serial = serials.find(({ name }) => name === chosen) ?? serials[0]
  if (!serial) return <p className={classes.cover}>{words.none}</p>
  return (
    <div className={classes.whole}>
      {serials.length > 1 && (
        <select
          className={classes.choice}
          aria-label={words.which}
          value={serial.name}
          onChange={event => choose(event.currentTarget.value)}
        >
          {serials.map(({ name, kind, port }) => (
            <option key={name} value={name}>
              {words.device(kind, port)}
            </option>
          ))}
        </select>
      )}
      <Suspense>
        <SerialTerminal key={serial.name} vm={vm} serial={serial} />
      </Suspense>
    </div>
  )
}
