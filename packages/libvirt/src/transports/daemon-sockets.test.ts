import { expect, test } from 'vitest'
import { parseUri } from '../uri.ts'
import { adminSocket, daemonSockets } from './daemon-sockets.ts'

const root = { id: 0, environment: { HOME: '/root', XDG_RUNTIME_DIR: '/run/user/0' } }
const anna = { id: 1000, environment: { HOME: '/home/anna', XDG_RUNTIME_DIR: '/run/user/1000' } }

test.each([
  ['qemu:///system', ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock']],
  ['xen:///system', ['/run/libvirt/virtxend-sock', '/run/libvirt/libvirt-sock']],
  ['lxc:///', ['/run/libvirt/virtlxcd-sock', '/run/libvirt/libvirt-sock']],
  ['network:///system', ['/run/libvirt/virtnetworkd-sock', '/run/libvirt/libvirt-sock']],
  ['test:///default', ['/run/libvirt/libvirt-sock']],
  ['remote+unix:///', ['/run/libvirt/libvirt-sock']],
  ['qemu:///system?mode=direct', ['/run/libvirt/virtqemud-sock']],
  ['qemu:///system?mode=legacy', ['/run/libvirt/libvirt-sock']],
  ['qemu:///system?socket=/opt/sock&mode=direct', ['/opt/sock']],
])('%s', (uri, sockets) => {
  expect(daemonSockets(parseUri(uri), { user: anna })).toEqual(sockets)
})

test('a session has its sockets in the runtime folder of its user', () => {
  const session = parseUri('qemu:///session')
  expect(daemonSockets(session, { user: anna })).toEqual([
    '/run/user/1000/libvirt/virtqemud-sock',
    '/run/user/1000/libvirt/libvirt-sock',
  ])
  const home = { id: 1000, environment: { HOME: '/home/anna' } }
  expect(daemonSockets(session, { user: home })[1]).toBe('/home/anna/.cache/libvirt/libvirt-sock')
  expect(daemonSockets(session, { user: root })[1]).toBe('/run/libvirt/libvirt-sock')
  expect(() => daemonSockets(session, { user: { id: 1000, environment: {} } })).toThrow(/give a socket/)
})

test('those who only look have sockets of their own, except in a session', () => {
  expect(daemonSockets(parseUri('qemu:///system'), { user: anna, readOnly: true })).toEqual([
    '/run/libvirt/virtqemud-sock-ro',
    '/run/libvirt/libvirt-sock-ro',
  ])
  expect(daemonSockets(parseUri('qemu:///session'), { user: anna, readOnly: true })[1]).toBe(
    '/run/user/1000/libvirt/libvirt-sock',
  )
})

test('mode=direct needs a driver with a daemon', () => {
  expect(() => daemonSockets(parseUri('test:///default?mode=direct'))).toThrow(/no daemon of its own/)
})

test.each([
  ['libvirtd:///system', '/run/libvirt/libvirt-admin-sock'],
  ['virtqemud:///system', '/run/libvirt/virtqemud-admin-sock'],
  ['libvirtd:///session', '/run/user/1000/libvirt/libvirt-admin-sock'],
  ['libvirtd:///system?socket=/opt/sock', '/opt/sock'],
])('%s is administered on %s', (uri, socket) => {
  expect(adminSocket(parseUri(uri), { user: anna })).toBe(socket)
})
