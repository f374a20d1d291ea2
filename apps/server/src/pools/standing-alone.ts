import { Fault } from '../fault.ts'

/** So much of an image must be seen to know whether it stands alone, in bytes: the header of qcow2, version 3. */
export const headerBytes = 104

/** Formats that name other files of the host, or that libvirt would take for one. */
const foreign: readonly [string, string][] = [
  ['KDMV', 'VMDK'],
  ['COWD', 'VMDK'],
  ['# Disk Descript', 'VMDK'],
  ['QED\0', 'QED'],
  ['OOOM', 'COW'],
  ['conectix', 'VHD'],
  ['vhdxfile', 'VHDX'],
  ['WithoutFreeSpace', 'Parallels'],
  ['WithouFreSpacExt', 'Parallels'],
]

/** Bit of qcow2's incompatible features: the data lie in another file. */
const dataFile = 4

/**
 * An image that names another file would give whoever sends it that file of the host: the VM that has the image as a disk
 * reads what lies below. https://gitlab.com/qemu-project/qemu/-/blob/master/docs/interop/qcow2.rst
 * @throws {Fault} BAD_INPUT
 */
export function requireStandingAlone(start: Buffer): void {
  const found = foreign.find(([magic]) => start.subarray(0, magic.length).toString('latin1') === magic)
  if (found) throw refused(`A ${found[1]} image can not be used here`)
  if (start.subarray(0, 4).toString('latin1') !== 'QFI\xfb') return
  if (start.length < headerBytes) throw refused('The image ends within its header')
  const version = start.readUInt32BE(4)
  if (version < 2 || version > 3) throw refused(`A qcow image of the version ${version} can not be used here`)
  if (start.readBigUInt64BE(8) !== 0n) throw refused('The image is an overlay of another file, which is not in it')
  if (version === 3 && (start.readUInt32BE(76) & dataFile) !== 0)
    throw refused('The image keeps its data in another file')
}

const refused = (why: string) =>
  new Fault('BAD_INPUT', `${why}: make one that stands alone, by qemu-img convert -O qcow2 OLD NEW.qcow2.`)
