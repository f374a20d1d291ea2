import type { ConsoleAsks } from '@porthole/contract'
import { consoleTexts } from '../texts/console-texts.ts'
import { Button } from '../ui/Button.tsx'
import { PersonIcon } from '../ui/icons.tsx'
import type { MenuEntry } from '../ui/Menu.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import classes from './console.module.css'
import type { Room } from './console-link.ts'

interface ConsolePeopleProps {
  room: Room
  onAsk(asks: ConsoleAsks): void
}

const words = consoleTexts.room

/** Who is at this console, who controls it, and the way to control it oneself. */
export function ConsolePeople({ room, onAsk }: ConsolePeopleProps) {
  const mine = room.controller === room.you
  const controller = room.viewers.find(({ seat }) => seat === room.controller)
  const others = room.viewers.filter(({ seat }) => seat !== room.you)
  return (
    <>
      {!mine && (
        <span className={classes.watching} role="status">
          {controller
            ? controller.own
              ? words.elsewhere
              : words.controls(controller.name)
            : room.keptFor
              ? words.kept(room.keptFor)
              : words.nobody}
        </span>
      )}
      {!mine && <AskButton room={room} own={controller?.own ?? false} onAsk={onAsk} />}
      {(others.length > 0 || !mine) && (
        <MenuButton label={words.here(room.viewers.length)} entries={() => entries(room, onAsk)}>
          {button => (
            <Button
              look="quiet"
              size="small"
              icon={<PersonIcon size={14} />}
              aria-label={words.hereWith(others.map(({ name, own }) => (own ? words.you : name)))}
              {...button}
            >
              <span className={classes.names}>
                {others.length === 0
                  ? words.you
                  : others.map(({ name, own }) => (own ? words.yourOther : name)).join(', ')}
              </span>
            </Button>
          )}
        </MenuButton>
      )}
    </>
  )
}

function AskButton({ room, own, onAsk }: ConsolePeopleProps & { own: boolean }) {
  const me = room.viewers.find(({ seat }) => seat === room.you)
  if (!me?.mayControl) return <span className={classes.watchOnly}>{words.watchOnly}</span>
  if (room.asking.includes(room.you)) {
    return (
      <Button size="small" onClick={() => onAsk({ type: 'let-go' })}>
        {words.askNoMore}
      </Button>
    )
  }
  const free = room.controller === null && room.keptFor === null
  return (
    <Button size="small" onClick={() => onAsk({ type: own ? 'take' : 'ask' })}>
      {own ? words.controlHere : free ? words.take : words.ask}
    </Button>
  )
}

function entries(room: Room, onAsk: ConsolePeopleProps['onAsk']): MenuEntry[] {
  const mine = room.controller === room.you
  const me = room.viewers.find(({ seat }) => seat === room.you)
  const controller = room.viewers.find(({ seat }) => seat === room.controller)
  const list = room.viewers.map(({ seat, name, own, mayControl }, i): MenuEntry => {
    const who = seat === room.you ? words.nameYou(name) : own ? words.nameOther(name) : name
    const gives = mine && seat !== room.you
    return {
      key: seat,
      label: gives ? words.give(who) : seat === room.controller ? words.controls(who) : who,
      ...(i === 0 && { heading: words.here(room.viewers.length) }),
      why: !gives ? words.notToGive : mayControl ? null : words.watchesOnly(name),
      choose: () => onAsk({ type: 'give', to: seat }),
    }
  })
  if (mine) list.push({ key: 'let-go', label: words.letGo, apart: true, choose: () => onAsk({ type: 'let-go' }) })
  else if (me?.mayControl) {
    const free = room.mayTake || controller === undefined || controller.own
    list.push({
      key: 'take',
      label: words.take,
      apart: true,
      why: free ? null : words.mayNotTake,
      choose: () => onAsk({ type: 'take' }),
    })
  }
  return list
}
