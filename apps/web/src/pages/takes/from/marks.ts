/** In pixels of the picture. */
export type Point = readonly [x: number, y: number]
export type Stroke = { kind: 'stroke'; erases: boolean; size: number; points: readonly Point[] }
export type Mark = Stroke | { kind: 'invert' } | { kind: 'clear' }

/** What has been done to a mask, and what was taken back of it, newest last. */
export type Marks = { done: readonly Mark[]; undone: readonly Mark[] }
export const noMarks: Marks = { done: [], undone: [] }

type MarkAction = Mark | { kind: 'undo' } | { kind: 'redo' }

export function withMark({ done, undone }: Marks, action: MarkAction): Marks {
  if (action.kind === 'undo') {
    const last = done.at(-1)
    return last ? { done: done.slice(0, -1), undone: [...undone, last] } : { done, undone }
  }
  if (action.kind === 'redo') {
    const last = undone.at(-1)
    return last ? { done: [...done, last], undone: undone.slice(0, -1) } : { done, undone }
  }
  // Nothing to wipe away: an empty step would have to be taken back for nothing.
  if (action.kind === 'clear' && (done.length === 0 || done.at(-1)?.kind === 'clear')) return { done, undone }
  return { done: [...done, action], undone: [] }
}

type Surface = CanvasRenderingContext2D

/** Lays a mark over what is there; `tint` is only how it looks, the mask is what is not transparent. */
export function paint(surface: Surface, mark: Mark, tint: string): void {
  const { width, height } = surface.canvas
  surface.fillStyle = tint
  surface.strokeStyle = tint
  if (mark.kind === 'clear') return surface.clearRect(0, 0, width, height)
  if (mark.kind === 'invert') {
    surface.globalCompositeOperation = 'source-out'
    return surface.fillRect(0, 0, width, height)
  }
  surface.globalCompositeOperation = mark.erases ? 'destination-out' : 'source-over'
  surface.lineCap = 'round'
  surface.lineJoin = 'round'
  surface.lineWidth = mark.size
  surface.beginPath()
  const [first, ...rest] = mark.points
  if (!first) return
  surface.moveTo(...first)
  // A line to where it begins is a dot.
  for (const point of rest.length > 0 ? rest : [first]) surface.lineTo(...point)
  surface.stroke()
}

/** Share of the picture that is painted, from 0 to 1. */
export function coverage(mask: HTMLCanvasElement): number {
  const small = document.createElement('canvas')
  small.width = 128
  small.height = 128
  const surface = small.getContext('2d', { willReadFrequently: true })
  if (!surface) return 0
  surface.drawImage(mask, 0, 0, small.width, small.height)
  const { data } = surface.getImageData(0, 0, small.width, small.height)
  let sum = 0
  for (let at = 3; at < data.length; at += 4) sum += data[at] ?? 0
  return sum / 255 / (small.width * small.height)
}

/** The mask as a picture: white where it is painted, black elsewhere. */
export function maskPicture(mask: HTMLCanvasElement): Promise<Blob> {
  const picture = document.createElement('canvas')
  picture.width = mask.width
  picture.height = mask.height
  const surface = picture.getContext('2d')
  if (!surface) return Promise.reject(new Error('This browser draws nothing.'))
  surface.drawImage(mask, 0, 0)
  surface.globalCompositeOperation = 'source-in'
  surface.fillStyle = '#fff'
  surface.fillRect(0, 0, picture.width, picture.height)
  surface.globalCompositeOperation = 'destination-over'
  surface.fillStyle = '#000'
  surface.fillRect(0, 0, picture.width, picture.height)
  return new Promise((resolve, reject) =>
    picture.toBlob(blob => (blob ? resolve(blob) : reject(new Error('This browser writes no PNG.'))), 'image/png'),
  )
}
