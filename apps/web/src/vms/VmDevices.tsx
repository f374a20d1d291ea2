import type { VmDetails } from '@porthole/contract'
import { vmTexts } from '../texts/vm-texts.ts'
import classes from './vm-page.module.css'

const { disk, nic } = vmTexts

/** The disks and network cards of the VM, as its document has them now. */
export function VmDevices({ details }: { details: VmDetails }) {
  return (
    <>
      <section>
        <h2>{vmTexts.disks}</h2>
        {details.disks.length === 0 ? (
          <p className={classes.nothing}>{vmTexts.noDisks}</p>
        ) : (
          <table className={classes.devices}>
            <thead>
              <tr>
                <th scope="col">{disk.target}</th>
                <th scope="col">{disk.device}</th>
                <th scope="col">{disk.source}</th>
                <th scope="col">{disk.format}</th>
              </tr>
            </thead>
            <tbody>
              {details.disks.map(({ target, device, bus, source, format }) => (
                <tr key={target}>
                  <td className="exact">{target}</td>
                  <td>{[device, bus].filter(Boolean).join(' · ')}</td>
                  <td className="exact">{source ?? <i>{vmTexts.emptyDrive}</i>}</td>
                  <td>{format}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section>
        <h2>{vmTexts.nics}</h2>
        {details.nics.length === 0 ? (
          <p className={classes.nothing}>{vmTexts.noNics}</p>
        ) : (
          <table className={classes.devices}>
            <thead>
              <tr>
                <th scope="col">{nic.source}</th>
                <th scope="col">{nic.model}</th>
                <th scope="col">{nic.mac}</th>
              </tr>
            </thead>
            <tbody>
              {details.nics.map(({ source, model, mac }, i) => (
                <tr key={mac ?? i}>
                  <td>{source}</td>
                  <td>{model}</td>
                  <td className="exact">{mac}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}
