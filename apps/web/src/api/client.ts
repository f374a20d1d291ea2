import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { JsonifiedClient } from '@orpc/openapi-client'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import type { Contract } from '@porthole/contract'
import routes from '@porthole/contract/routes.json'
import { siteAddress } from './site-address.ts'

export type Client = JsonifiedClient<ContractRouterClient<Contract>>

/** The contract as far as a client needs it. Its schemas, and all of zod, come with the forms that check by them. */
export const entries = routes as unknown as Contract

/** Calls by the contract's names over its REST paths: `client.vms.startVm({ id })`. Fails with ORPCError. */
export const client: Client = createORPCClient(new OpenAPILink(entries, { url: () => siteAddress('/api/v1') }))

/** Query options and keys derived from the contract: nobody types a key by hand. */
export const orpc = createTanstackQueryUtils(client)
