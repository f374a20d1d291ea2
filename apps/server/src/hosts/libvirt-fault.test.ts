import { DeadlineError, ErrorNumber, LibvirtError, ProtocolError, TransportError } from '@porthole/libvirt'
import { expect, it } from 'vitest'
import { faultOf } from './libvirt-fault.ts'

const libvirt = (code: number, message: string, domain = 10) =>
  new LibvirtError({ code, domain, level: 2, message }, 'domainCreateWithFlags')

it.each([
  [ErrorNumber.NO_DOMAIN, "Domain not found: no domain with matching uuid '…'", 'NOT_FOUND'],
  [ErrorNumber.NO_STORAGE_POOL, "Storage pool not found: no storage pool with matching name 'x'", 'NOT_FOUND'],
  [ErrorNumber.OPERATION_INVALID, 'Requested operation is not valid: domain is not running', 'WRONG_STATE'],
  [ErrorNumber.OPERATION_FAILED, "operation failed: domain 'a' already exists with uuid 1", 'NAME_TAKEN'],
  [ErrorNumber.STORAGE_VOL_EXIST, "storage volume name 'a.qcow2' already in use.", 'NAME_TAKEN'],
  [ErrorNumber.SYSTEM_ERROR, "Cannot access storage file '/iso/d.iso': No such file or directory", 'MEDIA_MISSING'],
  [ErrorNumber.SYSTEM_ERROR, "Failed to connect socket to '/run/x': No such file or directory", 'LIBVIRT_FAILED'],
  [ErrorNumber.INTERNAL_ERROR, 'Could not access KVM kernel module: Permission denied', 'KVM_UNUSABLE'],
  [ErrorNumber.INTERNAL_ERROR, 'qemu: failed to initialize kvm: Permission denied', 'KVM_UNUSABLE'],
  [ErrorNumber.INTERNAL_ERROR, 'qemu unexpectedly closed the monitor: failed to set MSR 0x10a to 0x69', 'KVM_UNUSABLE'],
  [ErrorNumber.INTERNAL_ERROR, '../target/i386/kvm/kvm.c:3183: kvm_buf_set_msrs: Assertion failed.', 'KVM_UNUSABLE'],
  [ErrorNumber.SYSTEM_ERROR, "cannot write to '/var/x': No space left on device", 'NO_SPACE'],
  [ErrorNumber.AUTH_FAILED, 'authentication failed: access denied by policy', 'HOST_REFUSED'],
  [ErrorNumber.ACCESS_DENIED, 'access denied', 'HOST_REFUSED'],
  [ErrorNumber.NO_SUPPORT, 'this function is not supported by the connection driver', 'NOT_SUPPORTED'],
  [ErrorNumber.RPC, 'unknown procedure: 453', 'NOT_SUPPORTED'],
  [ErrorNumber.OPERATION_TIMEOUT, 'Timed out during operation: cannot acquire state change lock', 'HOST_SLOW'],
  [ErrorNumber.INTERNAL_ERROR, 'something new', 'LIBVIRT_FAILED'],
])('libvirt %i "%s" is %s', (code, message, ours) => {
  const fault = faultOf(libvirt(code, message, code === ErrorNumber.RPC ? 7 : 10))
  expect(fault.code).toBe(ours)
  expect(fault.data?.libvirt).toMatchObject({ code, message, procedure: 'domainCreateWithFlags' })
})

it('names the missing file, and gives libvirt’s words where it has none of its own', () => {
  const missing = libvirt(
    ErrorNumber.SYSTEM_ERROR,
    "Cannot access storage file '/iso/d.iso': No such file or directory",
  )
  expect(faultOf(missing).message).toBe('The file /iso/d.iso is gone: choose another or put it back.')
  expect(faultOf(libvirt(1, 'something new')).message).toBe('libvirt could not do this: something new.')
})

it.each([
  ['internal error: Network is already in use by interface eth0', 'IN_USE', 'at its interface eth0 already'],
  ['error creating bridge interface br7: File exists', 'NAME_TAKEN', 'an interface br7 already'],
  ["internal error: bridge name 'virbr0' already in use.", 'NAME_TAKEN', 'an interface virbr0 already'],
  ["Unable to find 'dnsmasq' binary in $PATH: No such file or directory", 'NOT_SUPPORTED', 'install it'],
  [
    'internal error: Child process (VIR_BRIDGE_NAME=virbr1 /usr/sbin/dnsmasq …) unexpected exit status 2: \ndnsmasq: failed to create listening socket for 10.7.0.1: Address already in use',
    ...['IN_USE', 'Another DNS or DHCP server'],
  ],
  ['internal error: Failed to apply firewall rules /usr/sbin/iptables -w …', 'LIBVIRT_FAILED', 'iptables or nftables'],
])('says what keeps a network from starting: %s', (message, code, words) => {
  expect(faultOf(libvirt(ErrorNumber.INTERNAL_ERROR, message, 19))).toMatchObject({
    ...{ code, message: expect.stringContaining(words), data: { libvirt: { message } } },
  })
})

it('maps what happens on the way', () => {
  expect(faultOf(new TransportError('permission', 'x'))).toMatchObject({ code: 'HOST_REFUSED' })
  expect(faultOf(new TransportError('absent', 'x'))).toMatchObject({ code: 'HOST_AWAY', message: 'x' })
  expect(faultOf(new TransportError('host-key', 'x'))).toMatchObject({ code: 'HOST_REFUSED', message: 'x' })
  expect(faultOf(new TransportError('keepalive', 'x'))).toMatchObject({ code: 'HOST_AWAY' })
  expect(faultOf(new ProtocolError('frame-length', 'x'))).toMatchObject({ code: 'HOST_AWAY' })
  expect(faultOf(new DeadlineError('domainGetState', 5000, true))).toMatchObject({ code: 'HOST_SLOW' })
})

it('lets nothing unknown out', () => {
  expect(faultOf(new Error('secret'))).toMatchObject({
    code: 'INTERNAL',
    message: expect.not.stringContaining('secret'),
  })
})
