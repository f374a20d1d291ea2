import '@mantine/core/styles/UnstyledButton.css'
import '@mantine/core/styles/Input.css'
import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Checkbox.css'
import { Checkbox, Textarea } from '@mantine/core'
import type { Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { orpc } from '../../api/client.ts'
import { useStore } from '../../api/store.ts'
import { consoleTexts } from '../../texts/console-texts.ts'
import { texts } from '../../texts/texts.ts'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { CloseIcon } from '../../ui/icons.tsx'
import type { ConsoleLink } from '../console-link.ts'
import { PlannedAddition } from '../PlannedAddition.tsx'
import classes from '../typing/typing.module.css'
import { canShareClipboard, keepsClipboards, keepsClipboardsStore } from './share-clipboard.ts'

interface ClipboardPanelProps {
  link: ConsoleLink
  vm: Vm
  onClose(): void
}

const words = consoleTexts.clipboard
/** An agent that starts with the guest's desktop is seen soon. */
const everyMs = 5000

/** The guest's clipboard beside this computer's: text from there, text to there. */
export function ClipboardPanel({ link, vm, onClose }: ClipboardPanelProps) {
  const { id, host } = vm
  const fromGuest = useStore(link.clipboard)
  const shared = useStore(keepsClipboardsStore)
  const [text, setText] = useState('')
  const [said, setSaid] = useState<string | null>(null)
  const { data } = useQuery(orpc.vms.getClipboard.queryOptions({ input: { id, host }, refetchInterval: everyMs }))
  const way = data?.way
  const close = () => {
    onClose()
    link.focus()
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  }
  const tell = (done: Promise<unknown>, what: string) =>
    done.then(
      () => setSaid(what),
      () => setSaid(words.refused),
    )
  return (
    <section className={classes.panel} aria-label={words.title} onKeyDown={keys}>
      <header className={classes.head}>
        <h2>{words.title}</h2>
        <IconButton label={texts.close} onClick={close}>
          <CloseIcon />
        </IconButton>
      </header>
      {way && <p role="status">{words.ways[way]}</p>}
      {way === 'absent' && vm.can.includes('vm.change') && <PlannedAddition vm={vm} what="clipboard" />}
      <Textarea
        label={words.fromGuest}
        placeholder={words.nothingYet}
        readOnly
        rows={3}
        className={classes.text}
        value={fromGuest ?? ''}
        onFocus={event => event.currentTarget.select()}
      />
      {canShareClipboard() && (
        <Button
          size="small"
          disabled={!fromGuest}
          onClick={() => void tell(navigator.clipboard.writeText(fromGuest ?? ''), words.copied)}
        >
          {words.copy}
        </Button>
      )}
      <Textarea
        label={words.toGuest}
        rows={3}
        autoFocus
        autoComplete="off"
        spellCheck={false}
        className={classes.text}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
      />
      {canShareClipboard() && (
        <Checkbox
          label={words.share}
          description={words.shareHint}
          checked={shared}
          onChange={event => keepsClipboards(event.currentTarget.checked)}
        />
      )}
      <footer className={classes.foot}>
        <span className={classes.said} role="status">
          {said}
        </span>
        <Button
          look="primary"
          disabled={text === ''}
          onClick={() => setSaid(link.giveText(text) ? words.given : words.notGiven)}
        >
          {words.give}
        </Button>
      </footer>
    </section>
  )
}
