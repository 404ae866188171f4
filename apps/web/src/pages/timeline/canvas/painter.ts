import type { Workbench } from '../desk/workbench.ts'
import { createWaves } from '../../../api/peaks.ts'
import type { Colours } from './paint/colours.ts'
import { paint } from './paint/paint.ts'
import { createThumbnails } from './paint/thumbnails.ts'
import { frameAt } from './view.ts'

export type Painter = ReturnType<typeof createPainter>

/** Draws the canvas anew at the next picture of the screen whenever something that it shows has changed, and not otherwise. */
export function createPainter(canvas: HTMLCanvasElement, { cut, desk }: Workbench, colours: () => Colours) {
  // Nothing shines through: the browser can leave out blending.
  const context = canvas.getContext('2d', { alpha: false })
  let request = 0
  const draw = () => {
    request = 0
    const now = desk.get()
    const { view, hand } = now
    if (!context || view.width === 0) return
    const ratio = devicePixelRatio
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)]
    if (canvas.width !== width) canvas.width = width
    if (canvas.height !== height) canvas.height = height
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const { timeline, rows, scenes, known } = cut()
    paint(context, {
      ...{ rows, scenes, known, view, thumbnails, desk: now, colours: colours() },
      timeline: hand?.preview ?? timeline,
      from: frameAt(view, 0),
      to: frameAt(view, view.width),
      waves: ({ metadata }) => (typeof metadata['mediaId'] === 'string' ? waves(metadata['mediaId']) : null),
    })
  }
  const soon = () => {
    if (request === 0) request = requestAnimationFrame(draw)
  }
  const thumbnails = createThumbnails(soon)
  const waves = createWaves(soon)
  const unsubscribe = desk.subscribe(soon)
  return {
    soon,
    stop() {
      unsubscribe()
      cancelAnimationFrame(request)
    },
  }
}
