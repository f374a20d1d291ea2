/**
 * Who may import whom: the table of ARCHITECTURE.md as data. `from` and `to` are path patterns; what a part may
 * import beside itself stands in `may`, everything else in the workspace is refused. `never` names packages.
 */
export interface Part {
  readonly name: string
  readonly from: string
  readonly may: readonly string[]
  /** Packages from npm: a list of those allowed, or 'any'. Node's own modules are said apart. */
  readonly packages: readonly string[] | 'any'
  readonly node: boolean
}

export const parts: readonly Part[] = [
  { name: 'libvirt', from: '^packages/libvirt/src/', may: [], packages: [], node: true },
  { name: 'libvirt-xml', from: '^packages/libvirt-xml/src/', may: [], packages: ['@xmldom/xmldom'], node: false },
  { name: 'contract', from: '^packages/contract/src/', may: [], packages: ['zod', '@orpc/contract'], node: false },
  {
    name: 'server routes',
    from: '^apps/server/src/[^/]+/routes\\.ts$',
    may: ['^packages/contract/', '^apps/server/src/'],
    packages: [],
    node: false,
  },
  {
    name: 'server',
    from: '^apps/server/src/(?![^/]+/routes\\.ts$)',
    may: ['^packages/(libvirt|libvirt-xml|contract)/', '^prisma/', '^apps/server/src/[^/]+/routes\\.ts$'],
    packages: 'any',
    node: true,
  },
  {
    name: 'web ui',
    from: '^apps/web/src/ui/',
    may: [],
    packages: ['react', 'react-dom', '@mantine/core', '@mantine/hooks', '@mantine/form'],
    node: false,
  },
  {
    name: 'web',
    from: '^apps/web/src/(?!ui/)',
    may: ['^packages/(contract|libvirt-xml)/', '^apps/web/src/'],
    packages: 'any',
    node: false,
  },
]
