import { useState } from 'react'
import { consoleTexts } from '../texts/console-texts.ts'
import { Button } from '../ui/Button.tsx'
import { DownIcon, KeyboardIcon } from '../ui/icons.tsx'
import type { MenuEntry } from '../ui/Menu.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import classes from './console.module.css'
import type { ConsoleLink } from './console-link.ts'
import { type Chord, chords } from './keys.ts'
import { OwnChordDialog } from './OwnChordDialog.tsx'
import { ownChords } from './own-chords.ts'

/** Keys that a browser keeps for itself, sent to the guest. `link` is null where nobody may press any. */
export function KeysMenu({ link }: { link: ConsoleLink | null }) {
  const [asks, setAsks] = useState(false)
  const press = (chord: Chord, group: number, i: number): MenuEntry => ({
    key: `${group} ${chord.label}`,
    label: chord.label,
    apart: i === 0 && group > 0,
    choose: () => link?.press(chord),
  })
  const entries = (): MenuEntry[] => {
    const groups = [ownChords(), ...chords(consoleTexts.page.superKey)].filter(group => group.length > 0)
    return [
      ...groups.flatMap((group, g) => group.map((chord, i) => press(chord, g, i))),
      { key: 'own', label: consoleTexts.chords.own, apart: true, choose: () => setAsks(true) },
    ]
  }
  return (
    <>
      <MenuButton label={consoleTexts.page.keys} entries={entries}>
        {button => (
          <Button
            look="quiet"
            size="small"
            disabled={!link}
            icon={<KeyboardIcon size={14} />}
            aria-label={consoleTexts.page.keys}
            {...button}
          >
            <span className={classes.toolWord}>{consoleTexts.page.keys}</span>
            <DownIcon size={12} />
          </Button>
        )}
      </MenuButton>
      {asks && link && <OwnChordDialog link={link} onClose={() => setAsks(false)} />}
    </>
  )
}
