import { isIP, type LookupFunction } from 'node:net'
import { PermittedNetworks } from '../hosts/permitted-networks.ts'
import { SendingError, type Told } from './steps.ts'

/** Whoever sets where to send to must not reach a cloud's metadata service, or a whole network at once. */
const permitted = new PermittedNetworks([])

const forbidden = (host: string) =>
  new SendingError(`${host} leads to an address that nothing is sent to: a metadata service, or many machines at once.`)

/** Looks names up as the system does, and leaves out where nothing may be sent. @throws {SendingError} for an address */
export function lookupFor(host: string, told: Told): LookupFunction {
  if (isIP(host) !== 0) {
    if (!permitted.permits(host)) throw forbidden(host)
    told('name', `${host} is an address: there is no name to look up.`)
  }
  return (hostname, options, callback) =>
    permitted.lookup(hostname, options, (error, found, family) => {
      if (error) callback(error.name === 'TransportError' ? forbidden(host) : error, found, family)
      else {
        const addresses = Array.isArray(found) ? found.map(({ address }) => address) : [found]
        told('name', `${hostname} is ${addresses.join(' and ')}.`)
        callback(null, found, family)
      }
    })
}
