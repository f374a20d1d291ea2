import type { Routes } from '../routes.ts'
import { addNic } from './add-nic.ts'
import { attachDisk } from './attach-disk.ts'
import { changeMemory } from './change-memory.ts'
import { changeNic } from './change-nic.ts'
import { changeProcessors } from './change-processors.ts'
import { detachDisk } from './detach-disk.ts'
import { ejectMedium } from './eject-medium.ts'
import { getHardware } from './get-hardware.ts'
import { insertMedium } from './insert-medium.ts'
import { removeNic } from './remove-nic.ts'

export const hardwareRoutes: Routes['hardware'] = {
  getHardware,
  insertMedium,
  ejectMedium,
  changeProcessors,
  changeMemory,
  addNic,
  changeNic,
  removeNic,
  attachDisk,
  detachDisk,
}
