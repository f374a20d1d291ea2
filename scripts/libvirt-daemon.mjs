import { existsSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { runAsRoot, say, succeeds } from './step.mjs'

const sockets = ['/run/libvirt/virtqemud-sock', '/run/libvirt/libvirt-sock']

/** Starts this machine's libvirt when nobody answers on its socket: by systemd where it runs, else by hand. */
export async function ensureLibvirt() {
  if (await libvirtAnswers()) return
  if (existsSync('/run/systemd/system')) {
    const unit = succeeds('systemctl', ['cat', 'libvirtd.service']) ? 'libvirtd.service' : 'virtqemud.socket'
    say(`libvirt does not answer: systemctl start ${unit}`)
    runAsRoot('systemctl', ['start', unit])
  } else {
    say('libvirt does not answer and there is no systemd: starting virtlogd and libvirtd')
    if (isRootsOnly('/dev/kvm')) {
      // What udev does elsewhere. Left as it is, QEMU may not use KVM while libvirtd may, and libvirt probes QEMU anew at every call.
      say('giving /dev/kvm to the group kvm')
      runAsRoot('chgrp', ['kvm', '/dev/kvm'])
      runAsRoot('chmod', ['660', '/dev/kvm'])
    }
    if (!(await answers('/run/libvirt/virtlogd-sock'))) runAsRoot('/usr/sbin/virtlogd', ['--daemon'])
    runAsRoot('/usr/sbin/libvirtd', ['--daemon'])
  }
}

function isRootsOnly(device) {
  return existsSync(device) && (statSync(device).mode & 0o066) === 0
}

/** Whether somebody listens on one of this machine's libvirt sockets. */
export async function libvirtAnswers() {
  for (const socket of sockets) if (await answers(socket)) return true
  return false
}

/** "Permission denied" is an answer too: somebody is there, and the server says what to do about it. */
function answers(path) {
  return new Promise(resolve => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', error => resolve(error.code === 'EACCES'))
  })
}
