/** Width to height of what guests show: between a text screen's 1.8 and an old monitor's 1.33. */
const shape = 1.5
/** Above each picture, px. */
const head = 36
/** Narrower than that, two pictures side by side can not be read. */
const phone = 600

/** In how many columns the pictures of so many consoles are largest. */
export function columnsFor(count: number, { width, height }: { width: number; height: number }): number {
  if (width < phone) return 1
  let best = { columns: 1, picture: 0 }
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns)
    const picture = Math.min(width / columns, (height / rows - head) * shape)
    if (picture > best.picture) best = { columns, picture }
  }
  return best.columns
}

/** Which console an arrow leads to from the one at `at`; the same one at an edge. */
export function neighbour(key: string, at: number, count: number, columns: number): number {
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }[key] ?? 0
  const to = at + step
  return to < 0 || to >= count ? at : to
}
