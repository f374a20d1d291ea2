import type { NextConfig } from 'next'
import { PHASE_DEVELOPMENT_SERVER } from 'next/constants.js'

const server = 'http://127.0.0.1:8680'

/** Stands for the path that a server serves it below, and is replaced in the finished files: apps/server/src/http/place-site.ts */
const basePath = '/__porthole_base__'

/** A build is a static export that the server serves; only `next dev` passes the API on, and it can't do both. */
export default function config(phase: string): NextConfig {
  // Types are checked once, by `npm test`: who only starts Porthole need not wait for that.
  const shared: NextConfig = { reactStrictMode: true, poweredByHeader: false, typescript: { ignoreBuildErrors: true } }
  return phase === PHASE_DEVELOPMENT_SERVER
    ? { ...shared, rewrites: async () => [{ source: '/api/:path*', destination: `${server}/api/:path*` }] }
    : { ...shared, output: 'export', basePath, env: { NEXT_PUBLIC_BASE_PATH: basePath } }
}
