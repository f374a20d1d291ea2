import type { Volume } from '@porthole/contract'
import { storageTexts as words } from '../texts/storage-texts.ts'

export type VolumeAct = 'clone' | 'resize' | 'delete'

/** What one can do with a volume; what the server would refuse for sure is refused here, with the reason. */
export function volumeEntries(volume: Volume, mayNot: string | null, ask: (act: VolumeAct) => void) {
  const inUse = volume.usedBy.length > 0 ? words.inUse(volume.usedBy) : null
  return [
    { key: 'clone', label: words.clone, why: mayNot, choose: () => ask('clone') },
    { key: 'resize', label: words.resize, why: mayNot, choose: () => ask('resize') },
    {
      ...{ key: 'delete', label: words.remove, apart: true, danger: true, why: mayNot ?? inUse },
      choose: () => ask('delete'),
    },
  ]
}
