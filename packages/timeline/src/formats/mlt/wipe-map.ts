import type { Timeline } from '../../model.ts'
import { arrivalPlane, wipeSoftness as softness } from '../../wipe.ts'
import type { WrittenFile } from '../format.ts'

export const wipeSoftness = softness

/** Maps are no longer than this on either side: MLT takes the nearest point of them. */
const longestSide = 1920

/** Name of the luma map that lies beside the project, for a SMPTE number. */
export const wipeMapName = (wipe: number | null): string => `wipe-${String(wipe ?? 1).padStart(3, '0')}.pgm`

/** A luma map for every wipe of the timeline: 16-bit PGM, dark where the incoming picture arrives first. */
export const wipeMaps = ({ canvas, tracks }: Timeline): WrittenFile[] => {
  const wipes = tracks
    .filter(track => track.kind === 'video')
    .flatMap(track => track.transitions.filter(one => one.kind === 'wipe').map(one => one.wipe ?? 1))
  const shrink = Math.min(1, longestSide / Math.max(canvas.width, canvas.height))
  const [width, height] = [Math.round(canvas.width * shrink), Math.round(canvas.height * shrink)]
  return [...new Set(wipes)].map(wipe => {
    const head = new TextEncoder().encode(`P5\n${width} ${height}\n65535\n`)
    const bytes = new Uint8Array(head.length + width * height * 2)
    bytes.set(head)
    const view = new DataView(bytes.buffer, head.length)
    arrivalPlane(wipe, width, height).forEach((moment, at) => view.setUint16(at * 2, moment))
    return { name: wipeMapName(wipe), type: 'image/x-portable-graymap', bytes }
  })
}
