/** The words about files that go into a pool, and volumes that come out of one. */
export const upload = {
  upload: 'Upload',
  title: (pool: string) => `Upload a file to ${pool}`,
  file: 'File',
  noFile: 'Choose a file.',
  hint: 'An ISO image, or the image of a disk: raw, or a qcow2 that stands alone.',
  size: (size: string, free: string) => `${size}; the pool has ${free} free.`,
  name: 'Name in the pool',
  submit: 'Upload',
  keepOpen: 'Keep this tab open until it has ended: without it nothing more comes, and what has come is deleted.',
  download: 'Download',
  isOn: (vms: readonly string[]) => `${vms.join(', ')} writes to it: shut that down first.`,
}
