import { useQuery } from '@tanstack/react-query'
import { sitePath } from '../api/site-address.ts'
import { recordingsTexts } from '../texts/recordings-texts.ts'
import { keyName } from './key-name.ts'
import classes from './recordings.module.css'

interface Pressed {
  readonly at: number
  readonly who?: string
  readonly keysym?: number
  readonly down?: boolean
  /** What was typed into a serial console. */
  readonly text?: string
}

/** So long a key stays in sight, ms. */
const shownMs = 3000

async function readKeys(recording: string): Promise<readonly Pressed[]> {
  const reply = await fetch(sitePath(`/api/v1/recordings/${recording}/keys`))
  if (!reply.ok) throw new Error(`${reply.status}`)
  return (await reply.text())
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

/** The keys that were pressed a moment ago, and who did. */
export function KeysShown({ recording, at }: { recording: string; at: number }) {
  const { data } = useQuery({ queryKey: ['recording-keys', recording], queryFn: () => readKeys(recording) })
  const pressed = data?.filter(key => key.at <= at && key.at > at - shownMs && key.down !== false) ?? []
  const who = pressed.at(-1)?.who
  return (
    <p className={classes.keys} aria-live="off">
      {who && <b>{who}</b>}
      {pressed.length === 0 && recordingsTexts.player.keysNone}
      {pressed.map((key, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two keys can come in the same millisecond
        <kbd key={`${key.at} ${i}`}>{key.keysym === undefined ? key.text : keyName(key.keysym)}</kbd>
      ))}
    </p>
  )
}
