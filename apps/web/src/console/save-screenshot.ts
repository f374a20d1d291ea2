import { saveFile } from '../ui/save-file.ts'
import type { ConsoleLink } from './console-link.ts'

/** Saves what the guest shows now, as a PNG in its own size. */
export async function saveScreenshot(link: ConsoleLink, name: string): Promise<void> {
  const picture = await link.screenshot()
  if (picture) saveFile(`${name} ${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.png`, picture)
}
