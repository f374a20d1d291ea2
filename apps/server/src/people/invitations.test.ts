// Invitations by a link: used once, for a while, and nothing of them readable afterwards.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dialects, emptyDatabases } from '../../test/databases.ts'
import { type Browser, password, type RunningServer, runServer, setUp } from '../../test/running-server.ts'

describe.each(dialects)('on %s', dialect => {
  const databases = emptyDatabases(dialect)
  let server: RunningServer
  let admin: Browser
  beforeAll(async () => {
    server = await runServer(await databases.place())
    admin = await setUp(server)
  })
  afterAll(() => server.stop())

  const invite = async (email: string, role = 'operator') =>
    (await admin.send('POST', '/invitations', { email, role })).body as { id: string; token: string; expiresAt: string }
  const accept = async (token: string, word = password) => {
    const browser = server.browser()
    return { browser, ...(await browser.send('POST', '/invitation', { token, name: 'Ben', password: word })) }
  }

  it('lets one of two who open the link in, with the role that it says, and no third', async () => {
    const { token } = await invite('Ben@example.org')
    expect((await admin.send('GET', '/invitations')).body.invitations).toMatchObject([
      { email: 'ben@example.org', role: 'operator', invitedBy: 'ann@example.org' },
    ])
    const two = await Promise.all([accept(token), accept(token)])
    expect(two.map(({ status }) => status).sort()).toEqual([200, 403])
    const winner = two.find(({ status }) => status === 200)
    expect((await winner?.browser.send('GET', '/session'))?.body.person).toMatchObject({
      ...{ name: 'Ben', email: 'ben@example.org', role: 'operator' },
    })
    expect((await accept(token)).body.code).toBe('INVITATION_INVALID')
    expect((await admin.send('GET', '/invitations')).body.invitations).toEqual([])
    const again = await admin.send('POST', '/invitations', { email: 'ben@example.org', role: 'viewer' })
    expect(again.body).toMatchObject({ code: 'NAME_TAKEN', data: { issues: [{ path: 'email' }] } })
  })

  it('opens nothing once it has expired, was taken back, or a newer one was made', async () => {
    const expired = await invite('late@example.org')
    await server.core.database.invitation.update({ where: { id: expired.id }, data: { expiresAt: new Date(0) } })
    const revoked = await invite('not@example.org')
    expect((await admin.send('DELETE', `/invitations/${revoked.id}`)).status).toBe(200)
    const older = await invite('twice@example.org')
    const newer = await invite('twice@example.org')
    for (const { token } of [expired, revoked, older]) expect((await accept(token)).status).toBe(403)
    expect((await accept(newer.token)).status).toBe(200)
  })

  it('is not used up by a password that is refused', async () => {
    const { token } = await invite('weak@example.org')
    const weak = await accept(token, 'password1234')
    expect(weak.body).toMatchObject({ code: 'BAD_INPUT', data: { issues: [{ path: 'password' }] } })
    expect((await accept(token)).status).toBe(200)
  })

  it('is kept and written down without what opens it', async () => {
    const { token } = await invite('secret@example.org')
    const { database } = server.core
    const rows = await database.auditRow.findMany({ where: { action: { contains: 'Invitation' } } })
    expect(rows.filter(({ action }) => action === 'createInvitation').length).toBeGreaterThan(0)
    const kept = JSON.stringify([rows, await database.invitation.findMany()])
    expect(kept).not.toContain(token)
    expect(server.logged()).not.toContain(token)
    const accepted = rows.find(({ action, result }) => action === 'acceptInvitation' && result === 'done')
    expect(accepted?.object).toMatch(/^person:/)
  })

  it('can be made by those alone who manage people', async () => {
    const manager = await server.person('manager')
    expect((await manager.send('POST', '/invitations', { email: 'x@example.org', role: 'administrator' })).status).toBe(
      403,
    )
    expect((await manager.send('GET', '/invitations')).status).toBe(403)
  })
})
