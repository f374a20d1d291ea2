import type { Recorded, Serial, Vm } from '@porthole/contract'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Store, useStore } from '../../api/store.ts'
import { consoleTexts } from '../../texts/console-texts.ts'
import { Button } from '../../ui/Button.tsx'
import { RecordButton, RecordedMark } from '../Recording.tsx'
import { type OpenTerminal, openTerminal } from './open-terminal.ts'
import classes from './serial.module.css'
import { SerialLink, type SerialState } from './serial-link.ts'

const words = consoleTexts.serial
const nothing = new Store<SerialState>({ phase: 'connecting' })
const unrecorded = new Store<Recorded | null>(null)

/** One serial console as a terminal, with what came before it was opened here. */
export function SerialTerminal({ vm, serial }: { vm: Vm; serial: Serial }) {
  const place = useRef<HTMLDivElement>(null)
  const opened = useRef<OpenTerminal>(null)
  const log = useRef<Uint8Array[]>([])
  const [link, setLink] = useState<SerialLink | null>(null)
  const state = useStore(link?.state ?? nothing)
  const recorded = useStore(link?.recorded ?? unrecorded)
  const { id, host } = vm
  const types = vm.can.includes('vm.console')
  useEffect(() => {
    if (!place.current) return
    const open = openTerminal(place.current)
    opened.current = open
    const started = new SerialLink({ id, host }, serial.name, {
      empty() {
        open.terminal.reset()
        log.current = []
      },
      show(bytes) {
        open.terminal.write(bytes)
        log.current.push(bytes)
      },
    })
    open.terminal.onData(text => started.send(text))
    open.terminal.focus()
    setLink(started)
    void started.start()
    return () => {
      started.stop()
      open.close()
    }
  }, [id, host, serial.name])
  useEffect(() => {
    if (link && opened.current) opened.current.terminal.options.disableStdin = !types
  }, [link, types])

  const find = (event: KeyboardEvent<HTMLInputElement>) => {
    const { value } = event.currentTarget
    if (event.key !== 'Enter' || value === '') return
    if (event.shiftKey) opened.current?.search.findNext(value)
    else opened.current?.search.findPrevious(value)
  }
  const save = () => {
    const url = URL.createObjectURL(new Blob(log.current as BlobPart[], { type: 'text/plain' }))
    const anchor = document.createElement('a')
    anchor.href = url
    anchor.download = `${vm.name} ${serial.name} ${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.log`
    anchor.click()
    URL.revokeObjectURL(url)
  }
  return (
    <div className={classes.serial} data-serial data-phase={state.phase}>
      <div className={classes.bar} role="toolbar" aria-label={words.toolbar}>
        <span role="status">{'why' in state ? state.why : words.phases[state.phase]}</span>
        {state.phase === 'busy' && vm.can.includes('vm.take-console') && (
          <Button size="small" onClick={() => void link?.start(true)}>
            {words.take}
          </Button>
        )}
        {state.phase === 'busy' && (
          <Button size="small" look="quiet" onClick={() => void link?.start()}>
            {words.again}
          </Button>
        )}
        {!types && <span className={classes.quiet}>{words.watchOnly}</span>}
        <RecordedMark recorded={recorded} />
        <input
          type="search"
          className={classes.search}
          placeholder={words.search}
          aria-label={words.search}
          data-tip={words.searchHint}
          onKeyDown={find}
        />
        <RecordButton vm={vm} device={serial.name} connected={state.phase === 'connected'} recorded={recorded} />
        <Button size="small" look="quiet" onClick={save}>
          {words.save}
        </Button>
      </div>
      <section ref={place} className={classes.place} aria-label={consoleTexts.page.picture(vm.name)} />
    </div>
  )
}
