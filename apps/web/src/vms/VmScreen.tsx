import type { Vm } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { client, orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { clock, exactTime } from '../texts/format.ts'
import { texts } from '../texts/texts.ts'
import { ConsoleIcon } from '../ui/icons.tsx'
import { usePageVisible } from '../ui/use-page-visible.ts'
import { useVisible } from '../ui/use-visible.ts'
import { PictureLanes } from './picture-lanes.ts'
import classes from './screen.module.css'

const lanes = new PictureLanes()
const settleMs = 150

interface VmScreenProps {
  vm: Vm
  /** Pixels asked of the server, at most. */
  width: number
  /** Between two pictures of a running VM, ms. */
  every: number
  /** What is shown may be wrong: keep the last picture, dimmed, and ask for no other. */
  stale: boolean
  /** Of a VM that is off, show what was seen last. */
  last?: boolean
  /** What stands there when there is no picture. */
  none?: ReactNode
  className?: string | undefined
}

/** A small live picture of the VM's display. Its place has its size from the start, and stays dark where there is none. */
export function VmScreen(props: VmScreenProps) {
  const { vm, none = <ConsoleIcon className={classes.none} />, className } = props
  if (vm.active && vm.displays.length > 0 && vm.can.includes('vm.watch')) return <LiveScreen {...props} none={none} />
  if (!vm.active && vm.can.includes('vm.watch') && props.last) return <LastScreen {...props} none={none} />
  return <ScreenPlace className={className}>{none}</ScreenPlace>
}

/** Where a screen will be. */
export function ScreenPlace({ className, children }: { className?: string | undefined; children?: ReactNode }) {
  return <div className={`${classes.screen} ${className ?? ''}`}>{children}</div>
}

/** What the VM showed before it stopped, with when that was, below what stands there otherwise. */
function LastScreen({ vm, none, className }: VmScreenProps) {
  const frame = useRef<HTMLDivElement>(null)
  const onScreen = useVisible(frame)
  const { id, host, since } = vm
  const { data } = useQuery({
    queryKey: ['last-picture', host, id, since],
    queryFn: ({ signal }) => client.vms.getLastPicture({ id, host }, { signal }),
    enabled: onScreen,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const at = data?.name.replace(/\.webp$/, '')
  return (
    <div ref={frame} className={`${classes.screen} ${className ?? ''}`} data-last={data ? true : undefined}>
      {data && <DrawnPicture picture={data} label={texts.vms.lastScreenOf(vm.name)} />}
      {none}
      {at && (
        <time className={classes.at} dateTime={at} data-tip={exactTime(at)}>
          {texts.vms.lastScreen(clock(at))}
        </time>
      )}
    </div>
  )
}

function DrawnPicture({ picture, label }: { picture: Blob; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let current = true
    createImageBitmap(picture).then(
      bitmap => {
        if (current && canvas.current) draw(canvas.current, bitmap)
        bitmap.close()
      },
      () => {},
    )
    return () => {
      current = false
    }
  }, [picture])
  return <canvas ref={canvas} role="img" aria-label={label} width={16} height={10} />
}

/**
 * Asked for only while it is on the screen and the tab is visible. It is drawn, not linked, so that one picture
 * follows the other without a flash.
 */
function LiveScreen({ vm, width, every, stale, none, className }: VmScreenProps) {
  const frame = useRef<HTMLDivElement>(null)
  const onScreen = useSettled(useVisible(frame))
  const pageVisible = usePageVisible()
  const { id, host } = vm
  const { data, error } = useQuery(
    orpc.vms.getVmScreen.queryOptions({
      input: { id, host, width },
      queryFn: ({ signal }) => {
        return lanes.run(host, signal, () => client.vms.getVmScreen({ id, host, width }, { signal }))
      },
      enabled: onScreen && pageVisible && !stale,
      refetchInterval: vm.state === 'paused' ? false : every,
      staleTime: every / 2,
      gcTime: 60_000,
      retry: false,
    }),
  )
  // A host that is busy gives the next picture later: until then the last one stays, dimmed.
  const pictured = data !== undefined && (error === null || failureOf(error).code !== 'NO_PICTURE')
  return (
    <div
      ref={frame}
      className={`${classes.screen} ${className ?? ''}`}
      data-stale={stale || error !== null || undefined}
    >
      {pictured ? <DrawnPicture picture={data} label={texts.vms.screenOf(vm.name)} /> : none}
    </div>
  )
}

/** What one only scrolls past is not asked for. */
function useSettled(visible: boolean): boolean {
  const [settled, setSettled] = useState(false)
  useEffect(() => {
    if (!visible) return
    const timer = setTimeout(() => setSettled(true), settleMs)
    return () => {
      clearTimeout(timer)
      setSettled(false)
    }
  }, [visible])
  return settled
}

function draw(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
}
