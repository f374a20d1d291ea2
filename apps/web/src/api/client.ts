import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { contract } from '@porthole/contract'

export type Client = JsonifiedClient<ContractRouterClient<typeof contract>>

/** Calls by the contract's names over its REST paths: `client.vms.startVm({ id })`. Fails with ORPCError. */
export const client: Client = createORPCClient(
  new OpenAPILink(contract, { url: () => new URL('/api/v1', window.location.origin) }),
)

/** Query options and keys derived from the contract: nobody types a key by hand. */
export const orpc = createTanstackQueryUtils(client)
