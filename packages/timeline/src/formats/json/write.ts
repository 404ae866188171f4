import type { Timeline } from '../../model.ts'
import { fileName } from '../file-name.ts'
import type { WriteSettings, Written } from '../format.ts'

/** The model itself, which `schema` versions: nothing is lost, and a timeline with problems is written as it stands. */
export const writeJson = (timeline: Timeline, options: WriteSettings = {}): Written => {
  const name = `${fileName(options.fileName ?? timeline.name)}.storycanvas.json`
  return { files: [{ name, type: 'application/json', text: `${JSON.stringify(timeline, null, 2)}\n` }], losses: [] }
}
