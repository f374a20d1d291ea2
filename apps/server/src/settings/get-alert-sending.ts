import type { AlertSending } from '@porthole/contract'
import type { Verb } from '../core.ts'

export const getAlertSending: Verb<object, AlertSending> = core => core.channels.shown()
