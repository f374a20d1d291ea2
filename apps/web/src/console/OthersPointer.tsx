import { type RefObject, useEffect, useState } from 'react'
import { useStore } from '../api/store.ts'
import classes from './console.module.css'
import type { ConsoleLink, Room } from './console-link.ts'

/** A pointer that rests so long says nothing any more. */
const shownMs = 4000

interface OthersPointerProps {
  link: ConsoleLink
  room: Room
  screen: RefObject<HTMLDivElement | null>
}

/** Where somebody else points in the guest, with their name beside it. */
export function OthersPointer({ link, room, screen }: OthersPointerProps) {
  const pointer = useStore(link.pointer)
  const [rested, setRested] = useState(pointer)
  useEffect(() => {
    const timer = setTimeout(() => setRested(pointer), shownMs)
    return () => clearTimeout(timer)
  }, [pointer])
  const by = room.viewers.find(({ seat }) => seat === pointer?.seat)
  const canvas = screen.current?.querySelector('canvas')
  if (!pointer || !by || !canvas || pointer === rested || room.controller !== pointer.seat) return null
  const [stage, picture] = [screen.current?.getBoundingClientRect(), canvas.getBoundingClientRect()]
  // What a mouse sends is how far it moved, and no place.
  if (!stage || pointer.x >= canvas.width || pointer.y >= canvas.height) return null
  const left = picture.left - stage.left + (pointer.x / canvas.width) * picture.width
  const top = picture.top - stage.top + (pointer.y / canvas.height) * picture.height
  return (
    <div className={classes.pointer} style={{ translate: `${left}px ${top}px` }} aria-hidden="true" data-pointer>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M1 1v12l3.4-3.2L6.6 15l2.2-.9-2.1-5H11z" />
      </svg>
      <span>{by.name}</span>
    </div>
  )
}
