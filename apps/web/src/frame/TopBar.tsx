import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { IconButton } from '../ui/IconButton.tsx'
import { ListIcon, PortholeMark } from '../ui/icons.tsx'
import classes from './frame.module.css'
import { PersonMenu } from './PersonMenu.tsx'
import { SearchField } from './SearchField.tsx'

export function TopBar({ onDrawer, onKeys }: { onDrawer(): void; onKeys(): void }) {
  return (
    <header className={classes.bar}>
      <IconButton label={texts.frame.openFleet} size={40} className={classes.drawerButton} onClick={onDrawer}>
        <ListIcon />
      </IconButton>
      <Link href="/" className={classes.brand} aria-label={texts.product}>
        <PortholeMark />
        <span>{texts.product}</span>
      </Link>
      <SearchField />
      <PersonMenu onKeys={onKeys} />
    </header>
  )
}
