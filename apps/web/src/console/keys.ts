/** One key, by its X keysym and by where it sits on a keyboard (KeyboardEvent.code), which becomes a scancode. */
export interface Key {
  readonly keysym: number
  readonly code: string
}

/** Keys that are held down together, in this order. */
export interface Chord {
  readonly label: string
  readonly keys: readonly Key[]
}

const control: Key = { keysym: 0xffe3, code: 'ControlLeft' }
const alt: Key = { keysym: 0xffe9, code: 'AltLeft' }
/** The keys that move the keyboard from one console to another, at both sides. */
export const movers: readonly Key[] = [
  control,
  alt,
  { keysym: 0xffe4, code: 'ControlRight' },
  { keysym: 0xffea, code: 'AltRight' },
]
/** With Alt the key above the arrows calls the guest's kernel. */
const sysRq: Key = { keysym: 0xff15, code: 'PrintScreen' }
const functionKeys = Array.from({ length: 12 }, (_, i): { name: string; key: Key } => ({
  name: `F${i + 1}`,
  key: { keysym: 0xffbe + i, code: `F${i + 1}` },
}))

/**
 * What a browser or its system keeps for itself, so that a menu has to send it. Keysyms: X11/keysymdef.h.
 */
export function chords(superKey: string): readonly (readonly Chord[])[] {
  return [
    [
      { label: 'Ctrl+Alt+Del', keys: [control, alt, { keysym: 0xffff, code: 'Delete' }] },
      { label: 'Ctrl+Alt+Backspace', keys: [control, alt, { keysym: 0xff08, code: 'Backspace' }] },
    ],
    [
      { label: 'Esc', keys: [{ keysym: 0xff1b, code: 'Escape' }] },
      { label: 'Tab', keys: [{ keysym: 0xff09, code: 'Tab' }] },
      { label: 'PrintScreen', keys: [{ keysym: 0xff61, code: 'PrintScreen' }] },
      { label: superKey, keys: [{ keysym: 0xffeb, code: 'MetaLeft' }] },
    ],
    ['S', 'U', 'W', 'H'].map(letter => ({
      label: `Alt+SysRq+${letter}`,
      keys: [alt, sysRq, { keysym: letter.toLowerCase().charCodeAt(0), code: `Key${letter}` }],
    })),
    functionKeys.map(({ name, key }) => ({ label: `Ctrl+Alt+${name}`, keys: [control, alt, key] })),
    functionKeys.map(({ name, key }) => ({ label: name, keys: [key] })),
  ]
}
