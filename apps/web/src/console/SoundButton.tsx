import { useStore } from '../api/store.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import type { ConsoleLink } from './console-link.ts'

const words = consoleTexts.sound

/** Lets the guest be heard, where its display has sound: it is silent until one wants it. */
export function SoundButton({ link }: { link: ConsoleLink }) {
  const sound = useStore(link.sound)
  if (sound === 'none') return null
  const on = sound === 'on'
  return (
    <IconButton label={on ? words.off : words.on} aria-pressed={on} onClick={() => link.hear(!on)}>
      <svg
        width="16"
        height="16"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        aria-hidden="true"
      >
        <path d="M2.4 6v4h2.4l3.4 2.8V3.2L4.8 6z" />
        {on ? (
          <path d="M10.6 5.4a3.6 3.6 0 0 1 0 5.2M12.6 3.4a6.4 6.4 0 0 1 0 9.2" />
        ) : (
          <path d="M11 6l3.4 4M14.4 6L11 10" />
        )}
      </svg>
    </IconButton>
  )
}
