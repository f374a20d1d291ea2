import type { Routes } from '../routes.ts'
import { addClipboard } from './add-clipboard.ts'
import { addVncDisplay } from './add-vnc-display.ts'
import { changeVm } from './change-vm.ts'
import { createVm } from './create-vm.ts'
import { deleteVm } from './delete-vm.ts'
import { discardSavedState } from './discard-saved-state.ts'
import { forceOffVm } from './force-off-vm.ts'
import { getClipboard } from './get-clipboard.ts'
import { getLastPicture } from './get-last-picture.ts'
import { getVm } from './get-vm.ts'
import { getVmScreen } from './get-vm-screen.ts'
import { injectNmi } from './inject-nmi.ts'
import { listVms } from './list-vms.ts'
import { pauseVm } from './pause-vm.ts'
import { planClipboard } from './plan-clipboard.ts'
import { planVmDeletion } from './plan-vm-deletion.ts'
import { planVncDisplay } from './plan-vnc-display.ts'
import { rebootVm } from './reboot-vm.ts'
import { resetVm } from './reset-vm.ts'
import { restoreVm } from './restore-vm.ts'
import { resumeVm } from './resume-vm.ts'
import { saveVm } from './save-vm.ts'
import { shutDownVm } from './shut-down-vm.ts'
import { startVm } from './start-vm.ts'
import { takeScreenshot } from './take-screenshot.ts'
import { useEmulation } from './use-emulation.ts'

export const vmsRoutes: Routes['vms'] = {
  listVms,
  getVm,
  getVmScreen,
  takeScreenshot,
  getLastPicture,
  planVmDeletion,
  startVm,
  restoreVm,
  shutDownVm,
  rebootVm,
  resetVm,
  forceOffVm,
  injectNmi,
  pauseVm,
  resumeVm,
  saveVm,
  discardSavedState,
  changeVm,
  useEmulation,
  planVncDisplay,
  addVncDisplay,
  getClipboard,
  planClipboard,
  addClipboard,
  deleteVm,
  createVm,
}
