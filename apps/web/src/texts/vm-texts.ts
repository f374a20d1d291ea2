import { vm } from './en-vm.ts'

/** The part of the catalogue that is loaded with a VM's own pages. */
export const vmTexts: typeof vm = vm
