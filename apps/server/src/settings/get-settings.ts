import type { Settings } from '@porthole/contract'
import type { Verb } from '../core.ts'
import { readSettings } from './read-settings.ts'

export const getSettings: Verb<object, Settings> = async ({ database }) => readSettings(database)
