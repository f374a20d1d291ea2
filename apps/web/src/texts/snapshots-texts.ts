import { snapshots } from './en-snapshots.ts'

/** The part of the catalogue that is loaded with snapshots. */
export const snapshotsTexts: typeof snapshots = snapshots
