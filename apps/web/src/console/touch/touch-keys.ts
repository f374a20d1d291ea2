import type { Key } from '../keys.ts'

export const modifiers = {
  ctrl: { keysym: 0xffe3, code: 'ControlLeft' },
  alt: { keysym: 0xffe9, code: 'AltLeft' },
  shift: { keysym: 0xffe1, code: 'ShiftLeft' },
  super: { keysym: 0xffeb, code: 'MetaLeft' },
} as const satisfies Record<string, Key>

export type Modifier = keyof typeof modifiers

/** What a phone's keyboard does not have. Keysyms: X11/keysymdef.h. */
export const touchKeys = {
  esc: { keysym: 0xff1b, code: 'Escape' },
  tab: { keysym: 0xff09, code: 'Tab' },
  left: { keysym: 0xff51, code: 'ArrowLeft' },
  up: { keysym: 0xff52, code: 'ArrowUp' },
  down: { keysym: 0xff54, code: 'ArrowDown' },
  right: { keysym: 0xff53, code: 'ArrowRight' },
} as const satisfies Record<string, Key>

export type TouchKey = keyof typeof touchKeys

export const backspace: Key = { keysym: 0xff08, code: 'Backspace' }

export const functionKeys = Array.from({ length: 12 }, (_, i) => ({
  label: `F${i + 1}`,
  key: { keysym: 0xffbe + i, code: `F${i + 1}` } satisfies Key,
}))
