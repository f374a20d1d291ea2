import type { Recording } from '@porthole/contract'
import { recordingsTexts } from '../texts/recordings-texts.ts'

/** What the recording is of, in words. */
export const nameOf = ({ vm, device }: Recording): string => `${vm.name}, ${device ?? recordingsTexts.display}`
