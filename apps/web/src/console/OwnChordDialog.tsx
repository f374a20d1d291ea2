import { type FormEvent, useId, useState } from 'react'
import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CloseIcon } from '../ui/icons.tsx'
import classes from './console.module.css'
import type { ConsoleLink } from './console-link.ts'
import { forgetChord, keepChord, ownChords } from './own-chords.ts'
import { parseChord } from './parse-chord.ts'

const words = consoleTexts.chords

/** A combination of one's own: it is pressed, and stays in the menu. */
export function OwnChordDialog({ link, onClose }: { link: ConsoleLink; onClose(): void }) {
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const [kept, setKept] = useState(ownChords)
  const hint = useId()
  const press = (event: FormEvent) => {
    event.preventDefault()
    const chord = parseChord(text)
    setWrong(chord === null)
    if (!chord) return
    keepChord(chord)
    onClose()
    link.press(chord)
  }
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form onSubmit={press} className={classes.chordForm}>
        <label>
          {words.keys}
          <input
            autoFocus
            autoComplete="off"
            spellCheck={false}
            value={text}
            aria-invalid={wrong}
            aria-describedby={hint}
            onChange={event => setText(event.currentTarget.value)}
          />
        </label>
        <p id={hint} role={wrong ? 'alert' : undefined} data-wrong={wrong || undefined}>
          {wrong ? words.unknown : words.hint}
        </p>
        {kept.length > 0 && (
          <ul>
            {kept.map(chord => (
              <li key={chord.label}>
                {chord.label}
                <IconButton
                  label={words.forget(chord.label)}
                  onClick={() => {
                    forgetChord(chord)
                    setKept(ownChords())
                  }}
                >
                  <CloseIcon size={14} />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <footer>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button look="primary" type="submit">
            {words.press}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
