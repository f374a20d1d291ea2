import { useState } from 'react'
import { Confirm } from '../access/Confirm.tsx'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { usePools, useVolumes } from '../pools/use-pools.ts'
import { VolumeSelect } from '../pools/VolumeSelect.tsx'
import { hardwareTexts as words } from '../texts/hardware-texts.ts'
import { newVmTexts } from '../texts/new-vm-texts.ts'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import classes from './hardware.module.css'
import { type HardwareDialog, useHardwareAct } from './use-hardware-act.ts'

interface AboutDrive extends HardwareDialog {
  target: string
}

/** The guest holds the drive locked: it can be forced open. */
const isLocked = (error: Error | null) => error !== null && failureOf(error).code === 'IN_USE'

/** Puts an ISO image of a pool into a drive. */
export function InsertMedium(props: AboutDrive) {
  const { vm, target, onClose } = props
  const [chosen, choose] = useState({ pool: '', volume: '' })
  const [missing, setMissing] = useState(false)
  const pools = usePools(vm.host)
  const { volumes, pending } = useVolumes(vm.host, pools.data?.pools ?? [])
  const insert = useHardwareAct(orpc.hardware.insertMedium.mutationOptions(), props, words.inserted(chosen.volume))
  const locked = isLocked(insert.error)
  return (
    <Dialog title={words.insertTitle(target)} onClose={() => onClose()}>
      <form
        className={classes.fields}
        onSubmit={event => {
          event.preventDefault()
          setMissing(chosen.volume === '')
          if (chosen.volume !== '') insert.mutate({ id: vm.id, host: vm.host, target, force: locked, ...chosen })
        }}
      >
        <VolumeSelect
          label={newVmTexts.iso}
          placeholder={newVmTexts.chooseIso}
          nothing={newVmTexts.noIsos}
          volumes={volumes.filter(({ iso }) => iso)}
          pending={pending || pools.isPending}
          value={chosen}
          error={missing ? newVmTexts.chooseIso : null}
          onChange={choose}
          onBlur={() => {}}
        />
        {insert.error && (
          <Notice tone="error" alert>
            {failureOf(insert.error).sentence}
          </Notice>
        )}
        <DialogActions>
          <Button onClick={() => onClose()}>{texts.cancel}</Button>
          <Button look={locked ? 'danger' : 'primary'} type="submit" busy={insert.isPending}>
            {locked ? words.insertForce : words.insert}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

/** Takes out what is in a drive. */
export function EjectMedium(props: AboutDrive) {
  const { vm, target, onClose } = props
  const eject = useHardwareAct(orpc.hardware.ejectMedium.mutationOptions(), props, words.ejected(target))
  const locked = isLocked(eject.error)
  return (
    <Confirm
      title={words.ejectTitle(target)}
      what={words.ejectWhat}
      confirm={locked ? words.ejectForce : words.eject}
      busy={eject.isPending}
      error={eject.error}
      onCancel={() => onClose()}
      onConfirm={() => eject.mutate({ id: vm.id, host: vm.host, target, force: locked })}
    />
  )
}
