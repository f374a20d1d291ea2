import type { Recording } from '@porthole/contract'
import Link from 'next/link'
import access from '../access/access.module.css'
import { sitePath } from '../api/site-address.ts'
import { clock, exactTime, sizeOfBytes } from '../texts/format.ts'
import { recordingsTexts as words } from '../texts/recordings-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button, buttonLook } from '../ui/Button.tsx'
import { duration } from './durations.ts'
import { nameOf } from './recording-name.ts'
import classes from './recordings.module.css'

interface RecordingTableProps {
  recordings: readonly Recording[]
  ofAll: boolean
  playAt(recording: Recording): string
  onStop?(recording: Recording): void
  onRemove?(recording: Recording): void
}

export function RecordingTable({ recordings, ofAll, playAt, onStop, onRemove }: RecordingTableProps) {
  const { columns } = words
  return (
    <table className={access.table}>
      <thead>
        <tr>
          <th scope="col">{columns.started}</th>
          {ofAll && <th scope="col">{columns.vm}</th>}
          <th scope="col">{columns.console}</th>
          <th scope="col">{columns.by}</th>
          <th scope="col" className={classes.number}>
            {columns.length}
          </th>
          <th scope="col" className={classes.number}>
            {columns.size}
          </th>
          <th scope="col">{columns.end}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {recordings.map(recording => {
          const { id, startedAt, vm, device, by, length, bytes, end, kind } = recording
          const what = `${nameOf(recording)}, ${clock(startedAt)}`
          return (
            <tr key={id}>
              <th scope="row" data-tip={exactTime(startedAt)}>
                {clock(startedAt)}
              </th>
              {ofAll && <td>{vm.name}</td>}
              <td>{device ?? words.display}</td>
              <td>{by ?? <span className={access.quiet}>{words.byRule}</span>}</td>
              <td className={`figures ${classes.number}`}>{duration(length)}</td>
              <td className={`figures ${classes.number}`}>{sizeOfBytes(bytes)}</td>
              <td className={access.words}>
                {end === null ? (
                  <span className={classes.running}>{words.running}</span>
                ) : (
                  <span className={access.quiet}>{words.ends[end]}</span>
                )}
              </td>
              <td>
                <div className={access.buttons}>
                  {end === null && onStop && (
                    <Button size="small" aria-label={words.stopOf(what)} onClick={() => onStop(recording)}>
                      {words.stop}
                    </Button>
                  )}
                  <Link {...buttonLook({ size: 'small' })} href={playAt(recording)} aria-label={words.playOf(what)}>
                    {words.play}
                  </Link>
                  {kind === 'serial' && (
                    <a
                      {...buttonLook({ size: 'small' })}
                      href={sitePath(`/api/v1/recordings/${id}/bytes`)}
                      download
                      aria-label={words.downloadOf(what)}
                    >
                      {words.download}
                    </a>
                  )}
                  {end !== null && onRemove && (
                    <Button
                      size="small"
                      look="danger"
                      aria-label={words.removeOf(what)}
                      onClick={() => onRemove(recording)}
                    >
                      {texts.remove}
                    </Button>
                  )}
                </div>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
