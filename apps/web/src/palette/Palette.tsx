import type { Vm } from '@porthole/contract'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useFleet } from '../hosts/fleet.ts'
import { texts } from '../texts/texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { ChevronIcon, SearchIcon } from '../ui/icons.tsx'
import classes from './palette.module.css'
import { type Option, useOptions } from './use-options.tsx'

const words = texts.palette

/** Any name, address or path, and what one can do with what it names: by keyboard alone. */
export function Palette({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('')
  const [within, setWithin] = useState<Vm | null>(null)
  const [at, setAt] = useState(0)
  // At once, for 10,000 VMs too: a key that comes right after a letter means what the letter leaves.
  const options = useOptions(text, useFleet(), within)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const current = Math.min(at, options.length - 1)
  useEffect(() => {
    list.current?.children[current]?.scrollIntoView({ block: 'nearest' })
  }, [current])

  const enter = (next: string) => {
    setText(next)
    setAt(0)
  }
  const step = (vm: Vm | null) => {
    setWithin(vm)
    enter('')
  }
  const choose = (option: Option | undefined) => {
    if (!option || option.why) return
    onClose()
    option.choose()
  }
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    const option = options[current]
    const atEnd = event.currentTarget.selectionStart === text.length
    if (event.key === 'ArrowDown') setAt(current + 1 < options.length ? current + 1 : 0)
    else if (event.key === 'ArrowUp') setAt(current > 0 ? current - 1 : options.length - 1)
    else if (event.key === 'Enter') choose(option)
    else if (option?.vm && (event.key === 'Tab' || (event.key === 'ArrowRight' && atEnd))) step(option.vm)
    else if (within && text === '' && event.key === 'Backspace') step(null)
    else return
    event.preventDefault()
  }
  return (
    <Dialog title={words.title} shape="top" onClose={onClose}>
      <div className={classes.field}>
        <SearchIcon />
        {within && (
          <span className={classes.within}>
            {within.name} <ChevronIcon size={12} />
          </span>
        )}
        <input
          autoFocus
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={listId}
          aria-activedescendant={options[current] && `${listId}-${current}`}
          aria-label={within ? words.actsOn(within.name) : words.hint}
          placeholder={within ? words.actsOn(within.name) : words.hint}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={event => enter(event.currentTarget.value)}
          onKeyDown={keys}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label={words.title} className={classes.list}>
        {options.map((option, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and its keys
          <div
            key={option.key}
            id={`${listId}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === current}
            aria-disabled={option.why !== null || undefined}
            className={classes.option}
            onPointerMove={() => setAt(i)}
            onClick={() => choose(option)}
          >
            {option.icon}
            <span className={classes.label}>{option.label}</span>
            <span className={classes.hint}>{option.why ?? option.hint}</span>
            {option.vm && i === current && <kbd>{words.acts}</kbd>}
          </div>
        ))}
      </div>
      {options.length === 0 && <p className={classes.nothing}>{words.nothing}</p>}
    </Dialog>
  )
}
