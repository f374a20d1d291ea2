import { siteAddress, sitePath } from '../api/site-address.ts'

const page = '/guest'

/** The token stands behind "#", which no browser sends to a server and no proxy writes down. */
export const guestLinkAddress = (token: string) => siteAddress(`${page}#${token}`)

/** Where a guest is once the token has been used: to load it again uses it no second time. */
export const guestConsoleAddress = (link: string) => sitePath(`${page}?link=${encodeURIComponent(link)}`)
