// Secrets, on QEMU's host.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hear, openHost, type ProofHost, probeMs } from '../../test/proof-host.ts'
import { rowsOf } from '../../test/virsh.ts'
import type { Connection } from '../connection.ts'
import { ErrorNumber, SecretEventLifecycleType, SecretUsageType } from '../constants.gen.ts'

const prefix = 't-proof-secret'
const uuids = ['7be0ffab-1f2d-4f6c-9d0a-000000000001', '7be0ffab-1f2d-4f6c-9d0a-000000000002'] as const
const xml = (uuid: string) =>
  `<secret ephemeral='no' private='no'><uuid>${uuid}</uuid><description>proof</description><usage type='ceph'><name>${prefix}-${uuid.at(-1)}</name></usage></secret>`

let host: ProofHost
let connection: Connection
const removeSecrets = async () => {
  const { secrets } = await connection.call('connectListAllSecrets')
  for (const secret of secrets.filter(({ usageID }) => usageID.startsWith(prefix)))
    await connection.call('secretUndefine', { secret })
}

beforeAll(async () => {
  host = await openHost(prefix)
  connection = host.connection
  await removeSecrets()
}, probeMs)
afterAll(async () => {
  if (!host) return
  await removeSecrets()
  await host.close()
})

const listed = async () => rowsOf(await host.virsh('secret-list')).map(([uuid]) => uuid)

test('defined by us, seen by virsh; given a value by virsh, read by us; and the other way', async () => {
  const life = await hear(connection, 'secretLifecycle')
  const { secret } = await connection.call('secretDefineXml', { xml: xml(uuids[0]) })
  expect(secret).toEqual({ uuid: uuids[0], usageType: SecretUsageType.CEPH, usageID: `${prefix}-1` })
  expect(await host.virsh('secret-list')).toContain(secret.uuid)
  const { xml: text } = await connection.call('secretGetXmlDesc', { secret })
  expect(text.trimEnd()).toBe(await host.virsh('secret-dumpxml', secret.uuid))

  const changed = await hear(connection, 'secretValueChanged', { only: secret })
  await host.virsh('secret-set-value', secret.uuid, Buffer.from('from virsh').toString('base64'))
  await changed.until(() => true)
  const { value } = await connection.call('secretGetValue', { secret })
  expect(Buffer.from(value).toString()).toBe('from virsh')
  const bytes = Uint8Array.from({ length: 255 }, (_, index) => index)
  await connection.call('secretSetValue', { secret, value: bytes })
  expect(await host.virsh('secret-get-value', secret.uuid)).toBe(Buffer.from(bytes).toString('base64'))

  await connection.call('secretUndefine', { secret })
  expect(await listed()).not.toContain(secret.uuid)
  await life.until(({ event }) => event === SecretEventLifecycleType.UNDEFINED)
  expect(life.messages.filter(told => told.secret.uuid === secret.uuid).map(({ event }) => event)).toEqual([0, 1])
  await life.stop()
  await changed.stop()
})

test('defined by virsh, found by us', async () => {
  const uuid = uuids[1]
  await host.virsh('secret-define', await host.file(xml(uuid)))
  const { secret } = await connection.call('secretLookupByUuid', { uuid })
  expect(
    await connection.call('secretLookupByUsage', { usageType: SecretUsageType.CEPH, usageID: `${prefix}-2` }),
  ).toEqual({ secret })
  const { secrets } = await connection.call('connectListAllSecrets')
  expect(secrets).toContainEqual(secret)
  expect((await connection.call('connectListSecrets')).uuids).toContain(uuid)
  expect((await connection.call('connectNumOfSecrets')).num).toBeGreaterThan(0)
  await host.virsh('secret-undefine', uuid)
  await expect(connection.call('secretLookupByUuid', { uuid })).rejects.toMatchObject({ code: ErrorNumber.NO_SECRET })
})
