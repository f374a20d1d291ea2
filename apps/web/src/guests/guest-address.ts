const page = '/guest'

/** The token stands behind "#", which no browser sends to a server and no proxy writes down. */
export const guestLinkAddress = (token: string) => `${window.location.origin}${page}#${token}`

/** Where a guest is once the token has been used: to load it again uses it no second time. */
export const guestConsoleAddress = (link: string) => `${page}?link=${encodeURIComponent(link)}`
