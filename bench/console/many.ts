import { freePort } from '../../e2e/lab/free-port.ts'
import type { Figure } from '../figures.ts'
import { collectGarbage } from './garbage.ts'
import { residentKiB } from './processes.ts'
import { onStage, type Role, type Stage } from './stage.ts'

const count = 500
const pictureBytes = 2048
const picturesPerSecond = 30
const seconds = 5

/** Five hundred consoles with thirty small pictures a second each, in a server whose garbage can be collected. */
export async function many(): Promise<Figure[]> {
  const port = await freePort()
  return await onStage(stage => measure(stage, port), [`--inspect=127.0.0.1:${port}`])
}

async function measure({ porthole }: Stage, port: number): Promise<Figure[]> {
  const roles = (consoles: number) => Array.from({ length: consoles }, (): Role => 'frames')
  const resident = async () => {
    await collectGarbage(port)
    return residentKiB(porthole.pid)
  }
  // What the server needs once, such as compiled code, is no console's.
  await porthole.measure(roles(50), seconds, { size: pictureBytes })
  const before = await resident()
  let most = Number.NaN
  const whileOpen = async () => {
    most = await resident()
  }
  const { bytes, cpu, seconds: took } = await porthole.measure(roles(count), seconds, { size: pictureBytes, whileOpen })
  // Two pictures may be on their way where the counting begins and ends.
  const late = bytes.filter(each => each / pictureBytes < took * picturesPerSecond - 2).length
  return [
    { name: `${count} consoles: those that lost a picture`, value: late, unit: 'consoles', atMost: 0 },
    { name: `${count} consoles: memory of each`, value: (most - before) / count, unit: 'KiB', atMost: 50 },
    { name: `${count} consoles: processors used`, value: cpu / took, unit: 'cores', atMost: 1 },
  ]
}
