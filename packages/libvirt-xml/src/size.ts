import type { Element } from '@xmldom/xmldom'
import type { Odd } from './document.ts'
import { attribute, text } from './element.ts'

const powers = 'kmgtpe'

/** Bytes in one unit, as libvirt scales: "KB" is 1000, "K" and "KiB" are 1024. Null for a unit that it does not know. */
function bytesPer(unit: string): number | null {
  const match = /^(?:b|bytes?|([kmgtpe])(ib|b)?)$/i.exec(unit)
  if (!match) return null
  const [, prefix, suffix] = match
  if (prefix === undefined) return 1
  return (suffix?.toLowerCase() === 'b' ? 1000 : 1024) ** (powers.indexOf(prefix.toLowerCase()) + 1)
}

/**
 * The size that an element holds, in bytes; `unit` is what libvirt takes when the element names none.
 * https://libvirt.org/formatdomain.html#memory-allocation
 */
export function sizeInBytes(of: Element | null, unit: 'bytes' | 'KiB', odd: Odd): number | null {
  const value = text(of)
  if (of === null || value === null) return null
  const named = attribute(of, 'unit') ?? unit
  const factor = bytesPer(named)
  const bytes = /^\d+$/.test(value) && factor !== null ? Number(value) * factor : Number.NaN
  if (Number.isSafeInteger(bytes)) return bytes
  odd(`The size in <${of.nodeName}> can not be read: "${`${value} ${named}`.slice(0, 40)}".`)
  return null
}
