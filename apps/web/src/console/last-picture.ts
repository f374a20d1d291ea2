/** Copies what the guest showed last, so that a broken connection leaves a dimmed picture and no hole. */
export function keepPicture(from: HTMLCanvasElement, to: HTMLCanvasElement): void {
  if (from.width === 0 || from.height === 0) return
  to.width = from.width
  to.height = from.height
  to.getContext('2d')?.drawImage(from, 0, 0)
}

export function forgetPicture(canvas: HTMLCanvasElement): void {
  canvas.width = 0
  canvas.height = 0
}
