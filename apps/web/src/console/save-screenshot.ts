import { savePng } from '../vms/save-png.ts'
import type { ConsoleLink } from './console-link.ts'

/** Saves what the guest shows now, as a PNG in its own size. */
export async function saveScreenshot(link: ConsoleLink, name: string): Promise<void> {
  const picture = await link.screenshot()
  if (picture) savePng(name, picture)
}
