import { consoleTexts } from '../texts/console-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './console.module.css'
import type { ConsoleLink, Room } from './console-link.ts'

const words = consoleTexts.room

interface RoomNoticeProps {
  room: Room
  link: ConsoleLink
  /** What was heard last about control, until it is read. */
  heard: string | null
}

/** Over the picture: somebody asks for control, or control went elsewhere. */
export function RoomNotice({ room, link, heard }: RoomNoticeProps) {
  const seat = room.controller === room.you ? room.asking[0] : undefined
  const asks = room.viewers.find(viewer => viewer.seat === seat)
  if (asks) {
    const answer = (type: 'give' | 'refuse') => () => {
      link.ask({ type, to: asks.seat })
      link.focus()
    }
    return (
      <div className={classes.roomNotice}>
        <Notice
          tone="info"
          alert
          actions={
            <>
              <Button size="small" onClick={answer('give')}>
                {words.giveControl}
              </Button>
              <Button size="small" look="quiet" onClick={answer('refuse')}>
                {words.notNow}
              </Button>
            </>
          }
        >
          {words.asks(asks.name)}
        </Notice>
      </div>
    )
  }
  if (heard === null) return null
  return (
    <div className={classes.roomNotice}>
      <Notice tone="info" alert dismiss={{ label: texts.dismiss, do: () => link.heard.set(null) }}>
        {heard}
      </Notice>
    </div>
  )
}
