/** The keys that are no character: https://www.x.org/releases/current/doc/xproto/x11protocol.html#keysym_encoding */
const names: Readonly<Record<number, string>> = {
  65288: 'Backspace',
  65289: 'Tab',
  65293: 'Enter',
  65307: 'Esc',
  65360: 'Home',
  65361: '←',
  65362: '↑',
  65363: '→',
  65364: '↓',
  65365: 'PgUp',
  65366: 'PgDn',
  65367: 'End',
  65379: 'Ins',
  65505: 'Shift',
  65506: 'Shift',
  65507: 'Ctrl',
  65508: 'Ctrl',
  65511: 'Super',
  65513: 'Alt',
  65514: 'Alt',
  65027: 'AltGr',
  65509: 'Caps Lock',
  65535: 'Del',
}
const firstFunctionKey = 65_470
/** Above it a keysym is a Unicode character. */
const unicode = 0x1000000

export function keyName(keysym: number): string {
  if (keysym === 32) return '␣'
  if (keysym >= firstFunctionKey && keysym < firstFunctionKey + 24) return `F${keysym - firstFunctionKey + 1}`
  if (keysym > unicode) return String.fromCodePoint(keysym - unicode)
  return names[keysym] ?? (keysym < 256 ? String.fromCharCode(keysym) : `0x${keysym.toString(16)}`)
}
