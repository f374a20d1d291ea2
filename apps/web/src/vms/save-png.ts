import { saveFile } from '../ui/save-file.ts'

/** Saves a picture of a VM under its name and the time. */
export function savePng(vm: string, picture: Blob): void {
  saveFile(`${vm} ${new Date().toISOString().replaceAll(':', '-').slice(0, 19)}.png`, picture)
}
