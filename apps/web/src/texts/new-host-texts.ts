import { hostKey, newHost } from './en-new-host.ts'

export const newHostTexts = newHost
export const hostKeyTexts = hostKey
