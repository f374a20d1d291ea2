import type { ConsoleLink } from './console-link.ts'

/** Saves what the guest shows now, as a PNG in its own size. */
export async function saveScreenshot(link: ConsoleLink, name: string): Promise<void> {
  const picture = await link.screenshot()
  if (!picture) return
  const url = URL.createObjectURL(picture)
  const anchor = document.createElement('a')
  anchor.href = url
  anchor.download = `${name} ${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.png`
  anchor.click()
  URL.revokeObjectURL(url)
}
