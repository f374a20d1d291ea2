import type { Recorded, Vm } from '@porthole/contract'
import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { consoleTexts } from '../texts/console-texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { RecordIcon, StopIcon } from '../ui/icons.tsx'
import classes from './console.module.css'

const words = consoleTexts.recording

interface RecordingProps {
  vm: Vm
  /** libvirt's name of the serial console; null for the display. */
  device: string | null
  connected: boolean
  recorded: Recorded | null
}

/** Says that this console is recorded, to everybody who is at it. */
export function RecordedMark({ recorded }: Pick<RecordingProps, 'recorded'>) {
  if (!recorded) return null
  const { by, keys } = recorded
  return (
    <span className={classes.recorded} role="status" data-tip={words.onBy(by, keys)}>
      <i aria-hidden="true" />
      <span>{words.on}</span>
      <span className="only-heard">{words.onBy(by, keys)}</span>
    </span>
  )
}

/** Starts and stops recording this console, for those who may. */
export function RecordButton({ vm, device, connected, recorded }: RecordingProps) {
  const { id, host } = vm
  const announce = useAnnounce()
  const toggle = useMutation({
    mutationFn: async () => {
      if (recorded) await client.recordings.stopRecording({ recording: recorded.recording })
      else await client.recordings.startRecording({ id, host, device })
    },
    onError: error => announce(failureOf(error).sentence),
  })
  if (!vm.can.includes('recording.manage')) return null
  return (
    <IconButton
      label={recorded ? words.stop : words.start}
      disabled={toggle.isPending || (!connected && !recorded)}
      onClick={() => toggle.mutate()}
    >
      {recorded ? <StopIcon /> : <RecordIcon />}
    </IconButton>
  )
}
