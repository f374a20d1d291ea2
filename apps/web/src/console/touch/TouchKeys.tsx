import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { consoleTexts } from '../../texts/console-texts.ts'
import { KeyboardIcon } from '../../ui/icons.tsx'
import type { ConsoleLink } from '../console-link.ts'
import type { Key } from '../keys.ts'
import { guestLayout } from '../typing/guest-layout.ts'
import type { Layout, Stroke } from '../typing/layout.ts'
import { loadLayout } from '../typing/layouts.ts'
import classes from './touch.module.css'
import { backspace, functionKeys, type Modifier, modifiers, type TouchKey, touchKeys } from './touch-keys.ts'
import { written } from './written.ts'

const words = consoleTexts.touch
/** So that there is something to take away: a keyboard says nothing of a key that changes no text. */
const filler = ' '.repeat(16)
/** A longer text than that is begun anew. */
const longest = 200

const altGr: Key = { keysym: 0xfe03, code: 'AltRight' }

/** The keys that a phone's keyboard lacks, and the way to that keyboard. Modifiers hold for the next key. */
export function TouchKeys({ link }: { link: ConsoleLink }) {
  const [held, setHeld] = useState<readonly Modifier[]>([])
  const [functions, setFunctions] = useState(false)
  const [layout, setLayout] = useState<Layout | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const before = useRef(filler)
  useEffect(() => {
    // Without it the row still works; letters come with the next try.
    loadLayout(guestLayout()).then(setLayout, () => {})
  }, [])

  const press = (strokes: readonly (Key & Partial<Pick<Stroke, 'shift' | 'altGr'>>)[]) => {
    for (const stroke of strokes) {
      const around = [
        ...held.map(name => modifiers[name]),
        ...(stroke.shift ? [modifiers.shift] : []),
        ...(stroke.altGr ? [altGr] : []),
      ]
      for (const key of around) link.send(key.keysym, key.code, true)
      link.send(stroke.keysym, stroke.code, true)
      link.send(stroke.keysym, stroke.code, false)
      for (const key of around.toReversed()) link.send(key.keysym, key.code, false)
    }
    if (strokes.length > 0) setHeld([])
  }
  const hold = (name: Modifier) => setHeld(held.includes(name) ? held.filter(other => other !== name) : [...held, name])
  const takeText = (area: HTMLTextAreaElement) => {
    const { taken, added } = written(before.current, area.value)
    for (let i = 0; i < taken; i++) press([backspace])
    for (const character of added) press(layout?.strokes(character) ?? [])
    if (area.value.length < 4 || area.value.length > longest) area.value = filler
    before.current = area.value
    toEnd(area)
  }
  const modifier = (name: Modifier) => (
    <button type="button" aria-pressed={held.includes(name)} onClick={() => hold(name)}>
      {words.keys[name]}
    </button>
  )
  const plain = (name: TouchKey, sign: string = words.keys[name]) => (
    <button type="button" aria-label={words.keys[name]} onClick={() => press([touchKeys[name]])}>
      {sign}
    </button>
  )
  return (
    <div className={classes.row} role="toolbar" aria-label={words.row} onPointerDown={stay}>
      <button type="button" aria-label={words.keyboard} onClick={() => toggleFocus(field.current)}>
        <KeyboardIcon size={20} />
      </button>
      {plain('esc')}
      {plain('tab')}
      {modifier('ctrl')}
      {modifier('alt')}
      <button
        type="button"
        aria-pressed={functions}
        aria-label={words.functionKeys}
        onClick={() => setFunctions(!functions)}
      >
        {words.functions}
      </button>
      {functions ? (
        functionKeys.map(({ label, key }) => (
          <button type="button" key={label} onClick={() => press([key])}>
            {label}
          </button>
        ))
      ) : (
        <>
          {plain('left', '←')}
          {plain('up', '↑')}
          {plain('down', '↓')}
          {plain('right', '→')}
          {modifier('shift')}
          {modifier('super')}
        </>
      )}
      <textarea
        ref={field}
        className={classes.field}
        aria-label={words.field}
        defaultValue={filler}
        autoCapitalize="off"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        tabIndex={-1}
        onFocus={event => toEnd(event.currentTarget)}
        onInput={event => takeText(event.currentTarget)}
      />
    </div>
  )
}

/** A key of the row leaves the focus, and with it the phone's keyboard, where it is. */
function stay(event: PointerEvent): void {
  event.preventDefault()
}

/** What is written comes after what was typed already. */
function toEnd(field: HTMLTextAreaElement): void {
  field.setSelectionRange(field.value.length, field.value.length)
}

function toggleFocus(field: HTMLTextAreaElement | null): void {
  if (document.activeElement === field) field?.blur()
  else field?.focus({ preventScroll: true })
}
