import { newVm } from './en-new-vm.ts'

export const newVmTexts = newVm
