import { hardware } from './en-hardware.ts'

/** The part of the catalogue that is loaded with a VM's hardware. */
export const hardwareTexts: typeof hardware = hardware
