import type { DefinitionPlan } from '@porthole/contract'
import type { Verb } from '../core.ts'
import type { VmName } from '../hosts/vm-record.ts'
import { vncDisplay } from './add-vnc-display.ts'
import { planDefinition } from './change-definition.ts'

export const planVncDisplay: Verb<VmName, DefinitionPlan> = (core, input) => planDefinition(core, input, vncDisplay)
