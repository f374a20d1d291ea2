import type { Volume } from '@porthole/contract'
import Link from 'next/link'
import { sitePath } from '../api/site-address.ts'
import { useFleet } from '../hosts/fleet.ts'
import { sizeOfBytes } from '../texts/format.ts'
import { storageTexts as words } from '../texts/storage-texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { saveFrom } from '../ui/save-file.ts'
import { vmPath } from '../vms/vm-path.ts'
import classes from './storage.module.css'
import { type VolumeAct, volumeEntries } from './volume-acts.ts'

interface VolumeTableProps {
  host: string
  pool: string
  volumes: readonly Volume[]
  mayNot: string | null
  onAsk(act: VolumeAct, volume: Volume): void
}

export function VolumeTable({ host, pool, volumes, mayNot, onAsk }: VolumeTableProps) {
  const { columns } = words
  const { vms } = useFleet()
  const entriesOf = (volume: Volume) => {
    const isOn = (name: string) => vms.some(vm => vm.host === host && vm.name === name && vm.active)
    return volumeEntries(volume, volume.usedBy.filter(isOn), mayNot, act =>
      act === 'download' ? saveFrom(contentOf(host, pool, volume.name), volume.name) : onAsk(act, volume),
    )
  }
  return (
    <div className={classes.scroll}>
      <table className={classes.volumes}>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.format}</th>
            <th scope="col" className={classes.figure}>
              {columns.capacity}
            </th>
            <th scope="col" className={classes.figure}>
              {columns.allocation}
            </th>
            <th scope="col">{columns.usedBy}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {volumes.map(volume => (
            <tr key={volume.name}>
              <th scope="row" data-tip={volume.path}>
                {volume.name}
                {volume.backing && <span className={classes.under}>{words.builtOn(volume.backing)}</span>}
              </th>
              <td data-head={columns.format}>{volume.format}</td>
              <td data-head={columns.capacity} className={classes.figure} data-tip={words.exactly(volume.capacity)}>
                {sizeOfBytes(volume.capacity)}
              </td>
              <td data-head={columns.allocation} className={classes.figure} data-tip={words.exactly(volume.allocation)}>
                {sizeOfBytes(volume.allocation)}
              </td>
              <td data-head={columns.usedBy}>
                <Users host={host} names={volume.usedBy} />
              </td>
              <td className={classes.acts}>
                <MenuButton label={words.more(volume.name)} entries={() => entriesOf(volume)}>
                  {button => (
                    <IconButton label={words.more(volume.name)} {...button}>
                      <MoreIcon />
                    </IconButton>
                  )}
                </MenuButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const contentOf = (...names: readonly [host: string, pool: string, volume: string]) => {
  const [host, pool, volume] = names.map(encodeURIComponent)
  return sitePath(`/api/v1/hosts/${host}/pools/${pool}/volumes/${volume}/content`)
}

function Users({ host, names }: { host: string; names: readonly string[] }) {
  const { vms, twins } = useFleet()
  if (names.length === 0) return <span className={classes.quiet}>{words.unused}</span>
  return names.map((name, at) => {
    const vm = vms.find(vm => vm.host === host && vm.name === name)
    return (
      <span key={name}>
        {at > 0 && ', '}
        {vm ? (
          <Link href={vmPath(vm, '', twins)} prefetch={false}>
            {name}
          </Link>
        ) : (
          name
        )}
      </span>
    )
  })
}
