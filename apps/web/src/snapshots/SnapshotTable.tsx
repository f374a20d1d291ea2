import type { Snapshot, Vm } from '@porthole/contract'
import type { CSSProperties } from 'react'
import access from '../access/access.module.css'
import { clock, exactTime } from '../texts/format.ts'
import { snapshotsTexts as words } from '../texts/snapshots-texts.ts'
import { texts } from '../texts/texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { MoreIcon } from '../ui/icons.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'
import { StateIcon } from '../vms/StateIcon.tsx'
import { StateLabel } from '../vms/StateLabel.tsx'
import { useShownVm } from '../vms/vm-context.ts'
import { type SnapshotAct, snapshotEntries } from './snapshot-acts.ts'
import { type GraphRow, snapshotGraph } from './snapshot-graph.ts'
import classes from './snapshots.module.css'

interface SnapshotTableProps {
  vm: Vm
  snapshots: readonly Snapshot[]
  mayNot: string | null
  onAsk(act: SnapshotAct, snapshot: Snapshot): void
}

/** A row for each snapshot, oldest first, beside a picture of how they grew out of each other and what the VM is now. */
export function SnapshotTable({ vm, snapshots, mayNot, onAsk }: SnapshotTableProps) {
  const rows = snapshotGraph(snapshots)
  const lanes = Math.max(...rows.map(({ lane }) => lane)) + 1
  const { columns } = words
  return (
    <table className={`${access.table} ${classes.table}`} style={{ '--lanes': lanes } as CSSProperties}>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col" className={classes.taken}>
            {columns.taken}
          </th>
          <th scope="col">{columns.state}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(row =>
          row.snapshot ? (
            <tr key={row.snapshot.name}>
              <th scope="row">
                <Lines row={row} />
                {row.snapshot.name}
                {row.snapshot.description && <span className={classes.description}>{row.snapshot.description}</span>}
              </th>
              <td
                className={classes.taken}
                data-tip={row.snapshot.takenAt ? exactTime(row.snapshot.takenAt) : undefined}
              >
                {row.snapshot.takenAt && clock(row.snapshot.takenAt)}
              </td>
              <td className={access.words}>
                <StateThen snapshot={row.snapshot} />
              </td>
              <td>
                <Acts vm={vm} snapshot={row.snapshot} mayNot={mayNot} onAsk={onAsk} />
              </td>
            </tr>
          ) : (
            <NowRow key="" row={row} vm={vm} />
          ),
        )}
      </tbody>
    </table>
  )
}

function NowRow({ row, vm }: { row: GraphRow; vm: Vm }) {
  const { staleSince } = useShownVm()
  return (
    <tr>
      <th scope="row">
        <Lines row={row} />
        {words.now}
        <span className={classes.description}>{words.nowFrom(vm.currentSnapshot)}</span>
      </th>
      <td />
      <td className={access.words}>
        <StateLabel vm={vm} staleSince={staleSince} />
      </td>
      <td />
    </tr>
  )
}

function StateThen({ snapshot: { state, memory } }: { snapshot: Snapshot }) {
  if (state === 'disks') return <span className={access.quiet}>{words.disks}</span>
  const word = texts.vms.states[state]
  return (
    <span className={classes.state}>
      <StateIcon state={state} />
      {memory ? words.withMemory(word) : word}
    </span>
  )
}

function Acts({ vm, snapshot, mayNot, onAsk }: Omit<SnapshotTableProps, 'snapshots'> & { snapshot: Snapshot }) {
  const label = words.more(snapshot.name)
  return (
    <MenuButton label={label} entries={() => snapshotEntries(vm, snapshot, mayNot, act => onAsk(act, snapshot))}>
      {button => (
        <IconButton label={label} {...button}>
          <MoreIcon />
        </IconButton>
      )}
    </MenuButton>
  )
}

/** The part of the picture that stands in one row. The names in the rows say the same to those who do not see it. */
function Lines({ row: { lane, above, below, passing, branches, snapshot } }: { row: GraphRow }) {
  const at = (lane: number, to = lane) => ({ '--lane': lane, '--to': to }) as CSSProperties
  return (
    <span className={classes.lines} aria-hidden="true">
      {passing.map(other => (
        <i key={other} className={classes.line} style={at(other)} />
      ))}
      {above && <i className={classes.line} data-part="above" style={at(lane)} />}
      {below && <i className={classes.line} data-part="below" style={at(lane)} />}
      {branches.map(other => (
        <i key={other} className={classes.branch} style={at(lane, other)} />
      ))}
      <i className={classes.moment} data-now={snapshot === null || undefined} style={at(lane)} />
    </span>
  )
}
