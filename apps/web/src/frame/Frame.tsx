'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useState, useSyncExternalStore } from 'react'
import { LiveFleet } from '../api/LiveFleet.tsx'
import { FleetTree } from '../hosts/FleetTree.tsx'
import { texts } from '../texts/texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { SidebarIcon } from '../ui/icons.tsx'
import { VmActs } from '../vms/VmActs.tsx'
import classes from './frame.module.css'
import { LiveBanner } from './LiveBanner.tsx'
import { Places } from './Places.tsx'
import { TopBar } from './TopBar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

const KeysDialog = dynamic(() => import('./KeysDialog.tsx').then(file => file.KeysDialog))
const Palette = dynamic(() => import('../palette/Palette.tsx').then(file => file.Palette))
const storageKey = 'porthole.fleet-folded'
const never = () => () => {}

/** A console in its own window has nothing around it. */
function useBare(): boolean {
  return useSyncExternalStore(
    never,
    () => new URLSearchParams(window.location.search).get('window') === '1',
    () => false,
  )
}

/** What stands around every page: the bar, the fleet at the left, and whether all of it is live. */
export function Frame({ children }: { children: ReactNode }) {
  const bare = useBare()
  return (
    <LiveFleet>
      <VmActs>{bare ? <main className={classes.bare}>{children}</main> : <Framed>{children}</Framed>}</VmActs>
    </LiveFleet>
  )
}

function Framed({ children }: { children: ReactNode }) {
  const [folded, setFolded] = useState(() => localStorage.getItem(storageKey) === '1')
  const [drawer, setDrawer] = useState(false)
  const [keys, setKeys] = useState(false)
  const [palette, setPalette] = useState(false)
  useShortcuts({ keys: () => setKeys(true), palette: () => setPalette(true) })
  const fold = () => {
    localStorage.setItem(storageKey, folded ? '0' : '1')
    setFolded(!folded)
  }
  return (
    <div className={classes.frame} data-folded={folded || undefined}>
      <a className={classes.skip} href="#content">
        {texts.frame.skip}
      </a>
      <TopBar onDrawer={() => setDrawer(true)} onKeys={() => setKeys(true)} onPalette={() => setPalette(true)} />
      <nav className={classes.fleet} aria-label={texts.frame.fleet}>
        <div className={classes.tree}>
          <FleetTree />
        </div>
        <Places />
        <IconButton
          label={folded ? texts.frame.unfoldFleet : texts.frame.foldFleet}
          aria-expanded={!folded}
          className={classes.foldButton}
          onClick={fold}
        >
          <SidebarIcon />
        </IconButton>
      </nav>
      <div className={classes.content}>
        <LiveBanner />
        <main id="content" tabIndex={-1} className={classes.main}>
          {children}
        </main>
      </div>
      {drawer && (
        <Dialog title={texts.frame.fleet} shape="side" onClose={() => setDrawer(false)}>
          {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: closes after the links inside, which have their own keys */}
          <div
            className={classes.drawerTree}
            onClick={event => event.target instanceof Element && event.target.closest('a') && setDrawer(false)}
          >
            <FleetTree />
            <Places />
          </div>
        </Dialog>
      )}
      {palette && <Palette onClose={() => setPalette(false)} />}
      {keys && <KeysDialog onClose={() => setKeys(false)} />}
    </div>
  )
}
