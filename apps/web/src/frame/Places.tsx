import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { texts } from '../texts/texts.ts'
import { TimelineIcon } from '../ui/icons.tsx'
import classes from './frame.module.css'

const places = [{ href: '/timeline', label: texts.timeline.title, Icon: TimelineIcon }] as const

/** The places beside the fleet. */
export function Places() {
  const path = usePathname()
  return (
    <ul className={classes.places}>
      {places.map(({ href, label, Icon }) => (
        <li key={href}>
          <Link href={href} prefetch={false} aria-current={path === href ? 'page' : undefined} data-tip={label}>
            <Icon />
            <span>{label}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
