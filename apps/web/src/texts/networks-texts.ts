import { networks } from './en-networks.ts'

/** The part of the catalogue that is loaded with the networks of a host. */
export const networksTexts: typeof networks = networks
