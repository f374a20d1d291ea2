import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/ActionIcon.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import '@mantine/core/styles/PasswordInput.css'
import { Checkbox, NativeSelect, PasswordInput, Textarea } from '@mantine/core'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { consoleTexts } from '../../texts/console-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { CloseIcon } from '../../ui/icons.tsx'
import type { ConsoleLink } from '../console-link.ts'
import { guestLayout, keepGuestLayout } from './guest-layout.ts'
import { layoutNames } from './layouts.ts'
import classes from './typing.module.css'
import { useTypeText } from './use-type-text.ts'

interface TypePanelProps {
  link: ConsoleLink
  /** What goes to the guest as keys goes into a recording too. */
  keysKept: boolean
  onClose(): void
}

const words = consoleTexts.typing

/** Types a text into the guest as if by hand. It goes by the same way as keys do, and is kept only where keys are recorded. */
export function TypePanel({ link, keysKept, onClose }: TypePanelProps) {
  const [text, setText] = useState('')
  const [secret, setSecret] = useState(false)
  const [enter, setEnter] = useState(false)
  const [slow, setSlow] = useState(false)
  const [layout, setLayout] = useState(guestLayout)
  useEffect(() => keepGuestLayout(layout), [layout])
  const { typing, said, missing, type, stop } = useTypeText(link)
  const busy = typing !== null
  const start = async () => {
    const whole = await type({ text: enter ? `${text}\n` : text, layout, slow, secret })
    if (whole && secret) setText('')
  }
  const close = () => {
    stop()
    onClose()
    link.focus()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    if (busy) stop()
    else close()
  }
  const field = {
    label: words.text,
    error: missing,
    disabled: busy,
    autoComplete: 'off',
    spellCheck: false,
    value: text,
    'data-autofocus': true,
  }
  return (
    <section className={classes.panel} aria-label={words.title} onKeyDown={keys}>
      <header className={classes.head}>
        <h2>{words.title}</h2>
        <IconButton label={texts.close} onClick={close}>
          <CloseIcon />
        </IconButton>
      </header>
      {secret ? (
        <PasswordInput
          {...field}
          // Not a password of this page: nothing should offer to keep it.
          autoComplete="one-time-code"
          description={keysKept ? words.secretKept : words.secretHint}
          visibilityToggleButtonProps={{ 'aria-label': texts.session.showPassword }}
          onChange={event => setText(event.currentTarget.value)}
        />
      ) : (
        <Textarea
          {...field}
          autoFocus
          rows={4}
          className={classes.text}
          onChange={event => setText(event.currentTarget.value)}
        />
      )}
      <NativeSelect
        label={words.layout}
        description={words.layoutHint}
        disabled={busy}
        data={layoutNames.map(name => ({ value: name, label: words.layouts[name] }))}
        value={layout}
        onChange={event => setLayout(event.currentTarget.value as typeof layout)}
      />
      <Checkbox
        label={words.secret}
        checked={secret}
        disabled={busy}
        onChange={event => {
          // What was hidden is not shown by a click too many.
          if (!event.currentTarget.checked) setText('')
          setSecret(event.currentTarget.checked)
        }}
      />
      <Checkbox
        label={words.enter}
        checked={enter}
        disabled={busy}
        onChange={event => setEnter(event.currentTarget.checked)}
      />
      <Checkbox
        label={words.slow}
        checked={slow}
        disabled={busy}
        onChange={event => setSlow(event.currentTarget.checked)}
      />
      <footer className={classes.foot}>
        {busy ? (
          <>
            <progress className={classes.progress} value={typing.done} max={typing.of} aria-label={words.progress} />
            <span className="figures">{words.doneOf(typing.done, typing.of)}</span>
            <Button onClick={stop}>{words.stop}</Button>
          </>
        ) : (
          <>
            <span className={classes.said} role="status">
              {said}
            </span>
            <Button look="primary" disabled={text === '' && !enter} onClick={() => void start()}>
              {words.type}
            </Button>
          </>
        )}
      </footer>
    </section>
  )
}
