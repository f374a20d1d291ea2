import { orpc } from './client.ts'

/** Who is signed in here. The gate reads it; whatever learns that a session ended invalidates it. */
export const sessionQuery = orpc.session.getSession.queryOptions({ input: {}, retry: true, networkMode: 'always' })
