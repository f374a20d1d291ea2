import { Layout, type LayoutTable } from './layout.ts'

type Load = () => Promise<{ default: LayoutTable }>

/** The tables, each loaded when it is chosen. */
export const tables = {
  us: () => import('./layouts/us.json'),
  uk: () => import('./layouts/uk.json'),
  german: () => import('./layouts/german.json'),
  'german-no-dead-keys': () => import('./layouts/german-no-dead-keys.json'),
  french: () => import('./layouts/french.json'),
  spanish: () => import('./layouts/spanish.json'),
  italian: () => import('./layouts/italian.json'),
  swedish: () => import('./layouts/swedish.json'),
  norwegian: () => import('./layouts/norwegian.json'),
  danish: () => import('./layouts/danish.json'),
  finnish: () => import('./layouts/finnish.json'),
  portuguese: () => import('./layouts/portuguese.json'),
  'portuguese-brazil': () => import('./layouts/portuguese-brazil.json'),
  'swiss-german': () => import('./layouts/swiss-german.json'),
  'swiss-french': () => import('./layouts/swiss-french.json'),
  japanese: () => import('./layouts/japanese.json'),
} as const satisfies Record<string, Load>

export type LayoutName = keyof typeof tables
export const layoutNames = Object.keys(tables) as LayoutName[]

export async function loadLayout(name: LayoutName): Promise<Layout> {
  const load: Load = tables[name]
  return new Layout((await load()).default)
}
