import '@xterm/xterm/css/xterm.css'
import { FitAddon } from '@xterm/addon-fit'
import { SearchAddon } from '@xterm/addon-search'
import { Terminal } from '@xterm/xterm'

/** As many lines as the server keeps bytes for, about. */
const scrollback = 20_000

export interface OpenTerminal {
  readonly terminal: Terminal
  readonly search: SearchAddon
  close(): void
}

/** A terminal that fills its place, whatever size that has. */
export function openTerminal(place: HTMLElement): OpenTerminal {
  const terminal = new Terminal({
    scrollback,
    fontSize: 14,
    fontFamily: getComputedStyle(place).fontFamily,
    theme: { background: '#000000' },
  })
  const [fit, search] = [new FitAddon(), new SearchAddon()]
  terminal.loadAddon(fit)
  terminal.loadAddon(search)
  terminal.open(place)
  fit.fit()
  const resized = new ResizeObserver(() => fit.fit())
  resized.observe(place)
  // Ctrl+C belongs to the guest; with Shift it copies, as in other terminals.
  terminal.attachCustomKeyEventHandler(event => {
    if (!event.ctrlKey || !event.shiftKey || event.code !== 'KeyC') return true
    event.preventDefault()
    if (event.type === 'keydown') void navigator.clipboard?.writeText(terminal.getSelection())
    return false
  })
  return {
    terminal,
    search,
    close() {
      resized.disconnect()
      terminal.dispose()
    },
  }
}
