import type { DefinitionPlan } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { clipboardChannel } from './add-clipboard.ts'
import { planDefinition } from './change-definition.ts'

export const planClipboard: Verb<VmName, DefinitionPlan> = (core, input) =>
  planDefinition(core, input, clipboardChannel)
