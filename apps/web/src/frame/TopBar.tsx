import dynamic from 'next/dynamic'
import Link from 'next/link'
import { texts } from '../texts/texts.ts'
import { Button } from '../ui/Button.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { CommandIcon, ListIcon, PortholeMark } from '../ui/icons.tsx'
import classes from './frame.module.css'
import { PersonMenu } from './PersonMenu.tsx'
import { SearchField } from './SearchField.tsx'

/** Their places are kept until they are there. */
const JobsTray = dynamic(() => import('../jobs/JobsTray.tsx').then(file => file.JobsTray), {
  loading: () => <span className={classes.trayPlace} />,
})

const AlertsBell = dynamic(() => import('../alerts/AlertsBell.tsx').then(file => file.AlertsBell), {
  loading: () => <span className={classes.trayPlace} />,
})

interface TopBarProps {
  onDrawer(): void
  onKeys(): void
  onPalette(): void
}

export function TopBar({ onDrawer, onKeys, onPalette }: TopBarProps) {
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
      <Button
        look="quiet"
        size="small"
        aria-label={texts.palette.open}
        data-tip={texts.palette.open}
        onClick={onPalette}
      >
        <CommandIcon />
        <kbd className={classes.keysHint}>{texts.palette.keys}</kbd>
      </Button>
      <JobsTray />
      <AlertsBell />
      <PersonMenu onKeys={onKeys} />
    </header>
  )
}
