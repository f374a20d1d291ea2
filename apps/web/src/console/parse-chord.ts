import type { Chord, Key } from './keys.ts'

const modifiers: Readonly<Record<string, Key>> = {
  ctrl: { keysym: 0xffe3, code: 'ControlLeft' },
  alt: { keysym: 0xffe9, code: 'AltLeft' },
  shift: { keysym: 0xffe1, code: 'ShiftLeft' },
  altgr: { keysym: 0xfe03, code: 'AltRight' },
  super: { keysym: 0xffeb, code: 'MetaLeft' },
}

/** Keysyms: X11/keysymdef.h. Codes: https://www.w3.org/TR/uievents-code/ */
const keys: Readonly<Record<string, Key>> = {
  esc: { keysym: 0xff1b, code: 'Escape' },
  tab: { keysym: 0xff09, code: 'Tab' },
  enter: { keysym: 0xff0d, code: 'Enter' },
  space: { keysym: 0x20, code: 'Space' },
  backspace: { keysym: 0xff08, code: 'Backspace' },
  del: { keysym: 0xffff, code: 'Delete' },
  insert: { keysym: 0xff63, code: 'Insert' },
  home: { keysym: 0xff50, code: 'Home' },
  end: { keysym: 0xff57, code: 'End' },
  pageup: { keysym: 0xff55, code: 'PageUp' },
  pagedown: { keysym: 0xff56, code: 'PageDown' },
  left: { keysym: 0xff51, code: 'ArrowLeft' },
  up: { keysym: 0xff52, code: 'ArrowUp' },
  right: { keysym: 0xff53, code: 'ArrowRight' },
  down: { keysym: 0xff54, code: 'ArrowDown' },
  sysrq: { keysym: 0xff15, code: 'PrintScreen' },
  pause: { keysym: 0xff13, code: 'Pause' },
}

const otherNames: Readonly<Record<string, string>> = {
  ...{ control: 'ctrl', strg: 'ctrl', option: 'alt', win: 'super', meta: 'super', cmd: 'super' },
  ...{
    escape: 'esc',
    return: 'enter',
    delete: 'del',
    entf: 'del',
    ins: 'insert',
    print: 'sysrq',
    printscreen: 'sysrq',
  },
}

/** Reads a combination such as "Ctrl+Alt+F2"; null where some of it is no key. */
export function parseChord(text: string): Chord | null {
  const names = text.split('+').map(name => name.trim().toLowerCase())
  const found = names.map(name => keyOf(otherNames[name] ?? name))
  if (found.length > 6 || found.some(key => key === null)) return null
  return { label: names.map(labelOf).join('+'), keys: found.filter(key => key !== null) }
}

function keyOf(name: string): Key | null {
  if (/^[a-z]$/.test(name)) return { keysym: name.charCodeAt(0), code: `Key${name.toUpperCase()}` }
  if (/^\d$/.test(name)) return { keysym: name.charCodeAt(0), code: `Digit${name}` }
  const f = /^f([1-9]|1[0-2])$/.exec(name)?.[1]
  if (f !== undefined) return { keysym: 0xffbd + Number(f), code: `F${f}` }
  return modifiers[name] ?? keys[name] ?? null
}

const spelled: Readonly<Record<string, string>> = {
  ...{ altgr: 'AltGr', sysrq: 'SysRq', pageup: 'PageUp', pagedown: 'PageDown' },
}

function labelOf(typed: string): string {
  const name = otherNames[typed] ?? typed
  return spelled[name] ?? name.charAt(0).toUpperCase() + name.slice(1)
}
