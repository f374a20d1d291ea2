import { uploadPath, uploadWindow } from '@porthole/contract'
import { socketAddress } from '../api/site-address.ts'

/** Read and sent in one go, in bytes: four of libvirt's packets, which are filled by it. */
const pieceBytes = 4 * 262_120

/** Sends a file to an upload that was begun, as fast as the server passes it on. The job tells how far it is, and its end. */
export function sendFile(file: File, upload: string): void {
  const address = socketAddress(uploadPath)
  address.searchParams.set('upload', upload)
  const socket = new WebSocket(address)
  let [sent, taken, reading] = [0, 0, false]

  const pump = async () => {
    if (reading) return
    reading = true
    try {
      while (sent < file.size && sent - taken < uploadWindow && socket.readyState === WebSocket.OPEN) {
        const piece = await file.slice(sent, sent + pieceBytes).arrayBuffer()
        socket.send(piece)
        sent += piece.byteLength
      }
    } catch {
      // The file was changed or taken away meanwhile.
      socket.close()
    }
    reading = false
  }
  const warn = (event: BeforeUnloadEvent) => event.preventDefault()
  window.addEventListener('beforeunload', warn)
  socket.addEventListener('close', () => window.removeEventListener('beforeunload', warn))
  socket.addEventListener('open', pump)
  socket.addEventListener('message', ({ data }) => {
    taken = Number(data)
    void pump()
  })
}
