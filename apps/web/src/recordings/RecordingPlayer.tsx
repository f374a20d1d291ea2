import type { RecordingIndex } from '@porthole/contract'
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { useFullScreen } from '../console/use-full-screen.ts'
import { exactTime } from '../texts/format.ts'
import { recordingsTexts } from '../texts/recordings-texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { FullScreenIcon, PauseIcon, StartIcon } from '../ui/icons.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { DisplayTrack } from './display-track.ts'
import { duration } from './durations.ts'
import { KeysShown } from './KeysShown.tsx'
import classes from './recordings.module.css'
import { SerialTrack } from './serial-track.ts'
import { TimeLine } from './TimeLine.tsx'
import type { Track } from './track.ts'
import { usePlayer } from './use-player.ts'

const words = recordingsTexts.player
const speeds = [0.5, 1, 2, 4, 8, 16]
/** The arrow keys go so far, ms. */
const stepMs = 5000

interface RecordingPlayerProps {
  recording: string
  mayReadKeys: boolean
  onClose(): void
}

export function RecordingPlayer({ recording, ...rest }: RecordingPlayerProps) {
  const { data, error } = useQuery(
    orpc.recordings.getRecording.queryOptions({ input: { recording }, staleTime: Infinity }),
  )
  if (error) {
    return (
      <Notice tone="error" title={words.failed} alert>
        {failureOf(error).sentence}
      </Notice>
    )
  }
  return data ? (
    <Loaded index={data as RecordingIndex} {...rest} />
  ) : (
    <div className={classes.player} aria-busy="true" />
  )
}

function Loaded({ index, mayReadKeys, onClose }: Omit<RecordingPlayerProps, 'recording'> & { index: RecordingIndex }) {
  const whole = useRef<HTMLElement>(null)
  const place = useRef<HTMLDivElement>(null)
  const dot = useRef<HTMLDivElement>(null)
  const [track, setTrack] = useState<Track | null>(null)
  const [showsKeys, setShowsKeys] = useState(false)
  const fullScreen = useFullScreen(whole)
  useEffect(() => {
    if (!place.current || !dot.current) return
    const made =
      index.kind === 'display'
        ? new DisplayTrack(index, place.current, dot.current)
        : new SerialTrack(index, place.current)
    setTrack(made)
    return () => made.close()
  }, [index])
  const player = usePlayer(index, track)
  const what = `${index.vm.name}, ${index.device ?? recordingsTexts.display}`
  const onKey = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLSelectElement || event.ctrlKey || event.altKey || event.metaKey) return
    const to = { ArrowLeft: player.at - stepMs, ArrowRight: player.at + stepMs, Home: 0, End: index.length }[event.key]
    if (to !== undefined) player.seek(to)
    else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) player.toggle()
    else return
    event.preventDefault()
  }
  const empty = index.starts.length === 0
  return (
    <section
      ref={whole}
      className={classes.player}
      aria-label={words.label(what)}
      onKeyDown={onKey}
      data-state={player.state}
    >
      <header>
        <Button size="small" look="quiet" onClick={onClose}>
          ‹ {words.back}
        </Button>
        <strong>{what}</strong>
        <span>{exactTime(new Date(Date.parse(index.startedAt) + player.at).toISOString())}</span>
      </header>
      <div className={classes.stage} data-kind={index.kind}>
        <div ref={place} className={classes.place} />
        <div ref={dot} className={classes.dot} hidden />
        {!empty && player.state === 'loading' && (
          <p className={classes.over} role="status">
            <Spinner /> {words.loading}
          </p>
        )}
        {(empty || player.state === 'failed') && (
          <p className={classes.over} role="alert">
            {empty ? words.nothing : words.failed}
            {!empty && (
              <Button size="small" onClick={player.toggle}>
                {words.again}
              </Button>
            )}
          </p>
        )}
        {showsKeys && <KeysShown recording={index.id} at={player.at} />}
      </div>
      <footer>
        <IconButton label={player.playing ? words.pause : recordingsTexts.play} onClick={player.toggle} size={32}>
          {player.playing ? <PauseIcon /> : <StartIcon />}
        </IconButton>
        <span className="figures">
          {duration(player.at)} / {duration(index.length)}
        </span>
        <TimeLine index={index} at={player.at} onSeek={player.seek} />
        <select
          aria-label={words.speed}
          value={player.speed}
          onChange={event => player.setSpeed(Number(event.currentTarget.value))}
        >
          {speeds.map(speed => (
            <option key={speed} value={speed}>
              {words.times(speed)}
            </option>
          ))}
        </select>
        <label>
          <input
            type="checkbox"
            checked={player.skips}
            onChange={event => player.setSkips(event.currentTarget.checked)}
          />
          {words.skip}
        </label>
        {index.keys && mayReadKeys && (
          <label>
            <input type="checkbox" checked={showsKeys} onChange={event => setShowsKeys(event.currentTarget.checked)} />
            {words.keys}
          </label>
        )}
        <IconButton label={words.fullScreen} onClick={fullScreen.toggle}>
          <FullScreenIcon />
        </IconButton>
      </footer>
    </section>
  )
}
