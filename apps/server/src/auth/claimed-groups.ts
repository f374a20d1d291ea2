/** The values of the claim that names groups: "groups", or "realm_access.roles" for a claim within another. */
export function claimedGroups(claims: Readonly<Record<string, unknown>>, claim: string): ReadonlySet<string> {
  const found = Object.hasOwn(claims, claim) ? claims[claim] : claim.split('.').reduce(within, claims)
  const values = Array.isArray(found) ? found : [found]
  return new Set(values.filter(value => typeof value === 'string'))
}

const within = (claims: unknown, name: string): unknown =>
  typeof claims === 'object' && claims !== null && Object.hasOwn(claims, name)
    ? (claims as Record<string, unknown>)[name]
    : undefined
