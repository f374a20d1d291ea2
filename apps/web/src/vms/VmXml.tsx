'use client'

import { failureOf } from '../api/failure.ts'
import { texts } from '../texts/texts.ts'
import { vmTexts } from '../texts/vm-texts.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Notice } from '../ui/Notice.tsx'
import { useShownVm, useVmDetails } from './vm-context.ts'
import classes from './vm-page.module.css'

export function VmXml() {
  const { vm } = useShownVm()
  const { data, error } = useVmDetails()
  if (error) {
    return (
      <Notice tone="error" alert>
        {failureOf(error).sentence}
      </Notice>
    )
  }
  return (
    <div className={classes.xml}>
      <div className={classes.xmlLead}>
        <span>
          {vmTexts.xmlLead(vm.active)}; {vmTexts.xmlNoSecrets}.
        </span>
        {data && <CopyButton text={data.xml} label={texts.copy} done={texts.copied} />}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to scroll it */}
      <section tabIndex={0} aria-label={vmTexts.tabs.xml}>
        <pre>{data?.xml}</pre>
      </section>
    </div>
  )
}
