'use client'

import type { VmDetails } from '@porthole/contract'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { failureOf } from '../api/failure.ts'
import { useWatchedFigures } from '../api/LiveFleet.tsx'
import { perCent, sizeOfKiB } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { vmTexts } from '../texts/vm-texts.ts'
import { Button } from '../ui/Button.tsx'
import { ConsoleIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Sparkline } from '../ui/Sparkline.tsx'
import { usePageVisible } from '../ui/use-page-visible.ts'
import { whyNot } from './acts.ts'
import { useVmLink } from './use-vm-link.ts'
import { VmDevices } from './VmDevices.tsx'
import { VmFacts } from './VmFacts.tsx'
import { VmScreen } from './VmScreen.tsx'
import { useShownVm, useVmDetails } from './vm-context.ts'
import classes from './vm-page.module.css'

const EditVm = dynamic(() => import('./EditVm.tsx').then(file => file.EditVm))

export function VmOverview() {
  const { vm } = useShownVm()
  const details = useVmDetails()
  const [edits, setEdits] = useState(false)
  return (
    <div className={classes.overview}>
      <div className={classes.live}>
        <Screen />
        {vm.active && <Figures />}
      </div>
      <div className={classes.told}>
        {vm.oddity && (
          <Notice tone="warning" title={texts.vms.oddity}>
            {vm.oddity}
          </Notice>
        )}
        {details.error && (
          <Notice tone="error" alert>
            {failureOf(details.error).sentence}
          </Notice>
        )}
        <VmFacts details={details.data} />
        <div>
          <Button
            disabled={!details.data}
            why={vm.can.includes('vm.change') ? null : texts.acts.notAllowed('vm.change')}
            onClick={() => setEdits(true)}
          >
            {vmTexts.edit}
          </Button>
        </div>
        {edits && details.data && <EditVm vm={details.data as VmDetails} onClose={() => setEdits(false)} />}
        {details.data && <VmDevices details={details.data} />}
      </div>
    </div>
  )
}

function Screen() {
  const { vm, staleSince, twins } = useShownVm()
  const link = useVmLink(vm, 'console', twins)
  const screen = (
    <VmScreen vm={vm} width={640} every={3000} stale={staleSince !== null} last className={classes.screen} />
  )
  const why = whyNot(vm, 'openConsole', staleSince)
  if (why !== null) {
    return (
      <div className={classes.screenPlace}>
        {screen}
        <span className={classes.screenWords}>{why}</span>
      </div>
    )
  }
  return (
    <Link className={classes.screenPlace} aria-label={texts.vms.openConsoleOf(vm.name)} {...link}>
      {screen}
      <span className={classes.screenWords}>
        <ConsoleIcon size={14} /> {vmTexts.clickToOpen}
      </span>
    </Link>
  )
}

const memory = ['memory'] as const

/** CPU and memory as they go, while somebody looks. */
function Figures() {
  const { vm, staleSince } = useShownVm()
  const looks = usePageVisible()
  const figures = useWatchedFigures(vm, memory, looks && !staleSince)
  const used = figures?.usedKiB ?? null
  const cpu = figures ? perCent(figures.cpu) : texts.vms.noFigures
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{vmTexts.facts.cpu}</dt>
        <dd className="figures">
          {cpu}
          <Sparkline values={figures?.history.cpu ?? []} span={90} width={280} height={40} className={classes.spark} />
        </dd>
      </div>
      <div>
        <dt>{vmTexts.facts.memory}</dt>
        <dd className="figures">
          {used === null ? sizeOfKiB(vm.memoryKiB) : vmTexts.memoryUsed(sizeOfKiB(used), sizeOfKiB(vm.memoryKiB))}
          <span className={classes.bar} aria-hidden="true">
            <span style={{ width: `${Math.min(100, ((used ?? 0) / vm.memoryKiB) * 100)}%` }} />
          </span>
        </dd>
      </div>
    </dl>
  )
}
