import type { Volume } from '@porthole/contract'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { uploadTexts } from '../texts/upload-texts.ts'

/** What is asked about in a dialog. */
export type VolumeAct = 'clone' | 'resize' | 'delete'

/** What one can do with a volume; what the server would refuse for sure is refused here, with the reason. */
export function volumeEntries(
  volume: Volume,
  running: readonly string[],
  mayNot: string | null,
  choose: (act: VolumeAct | 'download') => void,
) {
  const isOn = running.length > 0 ? uploadTexts.isOn(running) : null
  const inUse = volume.usedBy.length > 0 ? words.inUse(volume.usedBy) : null
  return [
    { key: 'clone', label: words.clone, why: mayNot, choose: () => choose('clone') },
    { key: 'resize', label: words.resize, why: mayNot, choose: () => choose('resize') },
    { key: 'download', label: uploadTexts.download, why: mayNot ?? isOn, choose: () => choose('download') },
    {
      ...{ key: 'delete', label: words.remove, apart: true, danger: true, why: mayNot ?? inUse },
      choose: () => choose('delete'),
    },
  ]
}
