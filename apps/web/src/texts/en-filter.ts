import { counted, number } from './counted.ts'

export const filter = {
  fields: {
    name: 'Name or title',
    notes: 'Description',
    state: 'State',
    host: 'Host',
    folder: 'Folder, with those it is in',
    tag: 'Tag',
    ip: 'Address or network, such as 10.0.0.0/8',
    mac: 'MAC address',
    os: 'Operating system of the guest',
    disk: 'Path of a disk or image',
    net: 'What it is connected to',
    owner: 'Who answers for it',
    snapshot: 'Name of a snapshot',
    snapshots: 'Number of snapshots',
    uuid: 'UUID',
    cpu: 'CPU in per cent',
    used: 'Memory that the guest uses, such as 2G',
    io: 'Disk throughput a second, such as 10M',
    traffic: 'Network throughput a second, such as 1M',
    mem: 'Memory, such as 4G',
    vcpus: 'Number of vCPUs',
    autostart: 'Starts with the host',
    persistent: 'Has a definition',
    accel: 'Accelerator',
    display: 'Display',
  } as Readonly<Record<string, string>>,
  completions: 'Completions',
  completeKey: 'Tab',
  problem: (text: string, problem: string) => `“${text}” filters nothing: ${problem}`,
  openQuote: 'a quotation mark is missing.',
  noField: (name: string) => `there is no field “${name}”. To find these letters themselves, put them in quotes.`,
  noValue: (text: string) => `say what it should be, right after “${text}”.`,
  notOrdered: (name: string) => `“${name}” has no order; use “:” instead.`,
  noWord: (name: string, bad: string, words: readonly string[]) =>
    `“${bad}” is no ${name}. One of: ${words.join(', ')}.`,
  noNetwork: (text: string) => `“${text}” is no network; write it as 10.0.0.0/8.`,
  notANumber: (text: string) => `“${text}” is not a number.`,
  noUnit: (text: string) => `“${text}” needs a unit, as in 512M or 4G.`,
  noneTitle: 'Nothing matches',
  excludes: (alone: number, without: number) =>
    alone === 0
      ? 'matches no VM'
      : `matches ${counted(alone, 'VM', 'VMs')} by itself; without it ${counted(without, 'VM is', 'VMs are')} found`,
  drop: (text: string) => `Leave out ${text}`,
  clear: 'Show everything',
  found: (n: number, all: number) =>
    n === all ? counted(all, 'VM', 'VMs') : `${number(n)} of ${counted(all, 'VM', 'VMs')}`,
  figuresUnknown: (known: number, running: number) =>
    `${number(known)} of ${counted(running, 'running VM is', 'running VMs are')} measured so far; the others count as unknown.`,
}
