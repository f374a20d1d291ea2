import { usePageVisible } from '../ui/use-page-visible.ts'

/** Files that others put into a pool are told by no event, and looking costs the host a look into each. */
const rereadMs = 30_000

/** How often a page that shows what no event tells reads it again, for as long as somebody looks. */
export const useSlowRead = (live: boolean, everyMs = rereadMs): number | false =>
  usePageVisible() && live ? everyMs : false
