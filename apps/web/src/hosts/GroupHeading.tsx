import { texts } from '../texts/texts.ts'
import classes from './hosts.module.css'
import type { RowPlace } from './row-heights.ts'

interface GroupHeadingProps {
  group: { readonly title: string; readonly on: number; readonly all: number }
  span: number
  row: RowPlace
}

/** The row that heads the VMs of a folder, or those that carry the same tags. */
export function GroupHeading({ group, span, row }: GroupHeadingProps) {
  return (
    <tr className={classes.heading} {...row}>
      <th colSpan={span} scope="rowgroup">
        <GroupLine group={group} />
      </th>
    </tr>
  )
}

export function GroupLine({ group: { title, on, all } }: Pick<GroupHeadingProps, 'group'>) {
  return (
    <div className={classes.headingLine}>
      <h2>{title}</h2>
      <span className={`figures ${classes.count}`}>{texts.frame.running(on, all)}</span>
    </div>
  )
}
