import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Grouping, TileSize } from '../hosts/fleet-view.ts'
import { GroupLine } from '../hosts/GroupHeading.tsx'
import { HostLine } from '../hosts/HostHeading.tsx'
import { NoVmHere } from '../hosts/HostNothing.tsx'
import { heightOf } from '../hosts/row-heights.ts'
import type { TableItem } from '../hosts/table-items.ts'
import { useRowWishes } from '../hosts/use-row-wishes.ts'
import { useTop } from '../hosts/use-top.ts'
import { wallTexts as words } from '../texts/wall-texts.ts'
import { Notice } from '../ui/Notice.tsx'
import { ActFailure } from '../vms/ActFailure.tsx'
import { useWallRoving } from './use-wall-roving.ts'
import { VmTile } from './VmTile.tsx'
import classes from './wall.module.css'
import { type WallRow, wallRows } from './wall-rows.ts'

interface FleetWallProps {
  items: readonly TableItem[]
  twins: ReadonlySet<string>
  grouping: Grouping
  size: TileSize
  /** Ticks are shown on a touch screen too. */
  picking: boolean
}

/** The least width of a tile, and what is asked of the server for it, pixels. */
const tileSizes: Readonly<Record<TileSize, { least: number; picture: number }>> = {
  small: { least: 140, picture: 240 },
  middle: { least: 220, picture: 320 },
  large: { least: 340, picture: 480 },
}
/** In less room than this tiles are smaller, so that even the middle ones stand side by side. */
const phone = 600
const gap = 12
const margin = 16
const foot = 44

/**
 * What all VMs show, of which only the lines on the screen are drawn, and only their pictures are asked for. It has the
 * same VMs in the same order and the same groups as the table.
 */
export function FleetWall({ items, twins, grouping, size, picking }: FleetWallProps) {
  const wall = useRef<HTMLDivElement>(null)
  const room = useWidth(wall) - 2 * margin
  const { least, picture } = tileSizes[size]
  const wanted = room < phone ? least * 0.75 : least
  const across = Math.max(1, Math.floor((room + gap) / (wanted + gap)))
  const tileWidth = (room - (across - 1) * gap) / across
  const tileHeight = Math.round((tileWidth * 10) / 16) + foot
  const rows = useMemo(() => wallRows(items, across), [items, across])
  const roving = useWallRoving(rows)
  const { line } = roving
  const drawn = useVirtualizer<HTMLElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => document.getElementById('content'),
    estimateSize: (index: number) => {
      const row = rows[index]
      return row === undefined || row.kind === 'tiles' ? tileHeight + gap : heightOf(row)
    },
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    rangeExtractor: useCallback(
      (range: Range) => {
        const lines = defaultRangeExtractor(range)
        return line < 0 || lines.includes(line) ? lines : [...lines, line].sort((a, b) => a - b)
      },
      [line],
    ),
    scrollMargin: useTop(wall),
    scrollPaddingStart: 8,
    scrollPaddingEnd: 8,
    overscan: 1,
    useFlushSync: false,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another size of tiles makes what was measured wrong
  useLayoutEffect(() => drawn.measure(), [drawn, tileHeight])
  roving.useFocus(index => drawn.scrollToIndex(index), wall)
  const fulfil = useRowWishes(items, twins)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a grid of tiles is no table
    <div
      ref={wall}
      role="grid"
      tabIndex={-1}
      aria-label={words.label}
      aria-rowcount={rows.length}
      className={classes.wall}
      data-picking={picking || undefined}
      style={{ height: drawn.getTotalSize() }}
      onKeyDown={event => roving.onKeyDown(event, fulfil)}
      onFocus={roving.onFocus}
    >
      {room > 0 &&
        drawn.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index]
          if (!row) return null
          const top = start - drawn.options.scrollMargin
          const tiles = row.kind === 'tiles'
          return (
            // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a line of a grid; its tiles take the focus
            <div
              key={key}
              ref={drawn.measureElement}
              role="row"
              data-index={index}
              aria-rowindex={index + 1}
              className={tiles ? classes.line : classes.heading}
              data-kind={row.kind}
              style={{
                transform: `translateY(${top}px)`,
                ...(tiles && { gridTemplateColumns: `repeat(${across}, minmax(0, 1fr))` }),
              }}
            >
              {row.kind === 'tiles'
                ? row.tiles.map(({ key, vm, group }) => (
                    <VmTile
                      key={key}
                      vm={vm}
                      hostName={grouping === 'host' ? null : group.host.name}
                      staleSince={group.staleSince}
                      twins={twins}
                      current={key === roving.current}
                      width={picture}
                    />
                  ))
                : wide(row)}
            </div>
          )
        })}
    </div>
  )
}

function wide(row: Exclude<WallRow, { kind: 'tiles' }>): ReactNode {
  const content = {
    host: () => row.kind === 'host' && <HostLine group={row.group} />,
    group: () => row.kind === 'group' && <GroupLine group={row} />,
    problem: () => row.kind === 'problem' && <Notice tone="warning">{row.group.host.problem?.message}</Notice>,
    failure: () => row.kind === 'failure' && <ActFailure vm={row.vm} />,
    nothing: () => row.kind === 'nothing' && <NoVmHere host={row.host} />,
  }[row.kind]()
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a line of its own in a grid of tiles
    <div role="gridcell">{content}</div>
  )
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    setWidth(element.clientWidth)
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return width
}
