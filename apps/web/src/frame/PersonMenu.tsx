import { type MantineColorScheme, useMantineColorScheme } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { orpc } from '../api/client.ts'
import { failureOf } from '../api/failure.ts'
import { sitePath } from '../api/site-address.ts'
import { useSession } from '../session/SessionContext.tsx'
import { texts } from '../texts/texts.ts'
import { useAnnounce } from '../ui/Announcer.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { PersonIcon } from '../ui/icons.tsx'
import type { MenuEntry } from '../ui/Menu.tsx'
import { MenuButton } from '../ui/MenuButton.tsx'

const schemes: readonly MantineColorScheme[] = ['auto', 'light', 'dark']

/** Who one is here, how it looks, and the way out. */
export function PersonMenu({ onKeys }: { onKeys(): void }) {
  const { person, version } = useSession()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const router = useRouter()
  const announce = useAnnounce()
  const signOut = useMutation({
    ...orpc.session.signOut.mutationOptions(),
    // A whole new page: nothing of what this person saw is left in memory for the next. Until it is here this goes on.
    onSuccess() {
      window.location.assign(sitePath('/sign-in'))
      return new Promise(() => {})
    },
    onError: error => announce(failureOf(error).sentence),
  })
  const entries = (): MenuEntry[] => [
    ...schemes.map((scheme, i) => ({
      key: scheme,
      label: texts.frame.themes[scheme],
      checked: colorScheme === scheme,
      ...(i === 0 && { heading: texts.frame.theme }),
      choose: () => setColorScheme(scheme),
    })),
    { key: 'account', label: texts.frame.account, apart: true, choose: () => router.push('/account') },
    ...(person.can.includes('user.manage')
      ? [
          { key: 'access', label: texts.frame.access, choose: () => router.push('/access') },
          { key: 'settings', label: texts.settings.open, choose: () => router.push('/settings') },
        ]
      : []),
    { key: 'keys', label: texts.frame.keys, apart: true, choose: onKeys },
    {
      key: 'sign-out',
      label: texts.session.signOut,
      apart: true,
      heading: `${person.name} · ${texts.frame.version(version)}`,
      choose: () => signOut.mutate({}),
    },
  ]
  return (
    <MenuButton label={texts.frame.person(person.name)} entries={entries}>
      {button => (
        <IconButton label={texts.frame.person(person.name)} size={32} {...button}>
          <PersonIcon />
        </IconButton>
      )}
    </MenuButton>
  )
}
