export { type Capabilities, type GuestCapability, readCapabilities } from './capabilities.ts'
export {
  attachedDisk,
  changedNic,
  type DeviceName,
  type DiskSource,
  deviceOf,
  freeTarget,
  newNic,
  withMedium,
} from './device-edit.ts'
export type { DomainDisk } from './disk-read.ts'
export { XmlError } from './document.ts'
export { type DomainCapabilities, readDomainCapabilities } from './domain-capabilities.ts'
export { addClipboard } from './domain-clipboard.ts'
export { addVncDisplay } from './domain-display.ts'
export { type NewDomain, newDomain } from './domain-new.ts'
export { type DomainDocument, readDomain } from './domain-read.ts'
export { setDomainType } from './domain-type.ts'
export type { DomainGraphics } from './graphics-read.ts'
export { type HardwareDevice, readHardware } from './hardware.ts'
export {
  type NetworkDocument,
  type NetworkIp,
  type NewNetwork,
  type NewNetworkIp,
  newNetwork,
  readInterface,
  readNetwork,
} from './network.ts'
export type { DomainNic } from './nic-read.ts'
export { type NewPool, newPool, type PoolDocument, readPool } from './pool.ts'
export { withoutSecrets } from './secrets.ts'
export { describeSnapshot, newSnapshot, readSnapshot, type SnapshotDocument } from './snapshot.ts'
export { tagsElement } from './tags.ts'
export { type NewVolume, newVolume, readVolume, type VolumeDocument } from './volume.ts'
