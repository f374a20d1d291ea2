import { texts } from '../texts/texts.ts'
import { useSelected, useSelectedExtent, useSelection } from './selection.ts'

/** Selects a row's VM; with Shift all from the last one up to it. */
export function SelectBox({ vmKey, name, tabIndex }: { vmKey: string; name: string; tabIndex: number }) {
  const selection = useSelection()
  return (
    <input
      type="checkbox"
      aria-label={texts.vms.select(name)}
      tabIndex={tabIndex}
      checked={useSelected(vmKey)}
      onChange={event => selection.toggle(vmKey, (event.nativeEvent as MouseEvent).shiftKey === true)}
    />
  )
}

/** Selects all that the filter leaves, also those that are not drawn now. */
export function SelectAllBox({ id }: { id?: string }) {
  const selection = useSelection()
  const extent = useSelectedExtent()
  return (
    <input
      id={id}
      type="checkbox"
      ref={box => {
        if (box) box.indeterminate = extent === 'some'
      }}
      aria-label={texts.vms.selectAll}
      data-tip={texts.vms.selectAll}
      checked={extent === 'all'}
      onChange={() => selection.all(extent !== 'all')}
    />
  )
}
