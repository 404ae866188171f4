import type { Graph } from '../graph/graph.ts'
import { makePng } from './picture.ts'
import { pictureSizeOf, signature } from './plan.ts'

export type StoredFile = { readonly bytes: Uint8Array; readonly type: string }

/** Files by `type/subfolder/filename`. */
export type FileStore = Map<string, StoredFile>

export type NodeResult = { readonly [list: string]: readonly unknown[] }

type Kind = { readonly list: string; readonly extension: string; readonly type: string; readonly isFilm: boolean }

const kinds: { readonly [nodeClass: string]: Kind } = {
  SaveImage: { list: 'images', extension: 'png', type: 'image/png', isFilm: false },
  PreviewImage: { list: 'images', extension: 'png', type: 'image/png', isFilm: false },
  SaveAnimatedWEBP: { list: 'images', extension: 'webp', type: 'image/webp', isFilm: true },
  SaveVideo: { list: 'images', extension: 'mp4', type: 'video/mp4', isFilm: true },
  SaveWEBM: { list: 'images', extension: 'webm', type: 'video/webm', isFilm: true },
  SaveAudio: { list: 'audio', extension: 'flac', type: 'audio/flac', isFilm: true },
  VHS_VideoCombine: { list: 'gifs', extension: 'mp4', type: 'video/mp4', isFilm: true },
}

export type ResultMaker = {
  /** What a node that saves leaves behind; undefined of other nodes. */
  readonly make: (graph: Graph, nodeId: string) => NodeResult | undefined
}

export type FilmMaker = (graph: Graph) => Uint8Array

/** Pictures are real, at most so many pixels on the longer side; films are what `film` makes of the graph. */
export function createResultMaker(store: FileStore, longestSide: number, film: FilmMaker): ResultMaker {
  const counters = new Map<string, number>()
  return {
    make: (graph, nodeId) => {
      const node = graph[nodeId]
      if (node?.class_type === 'PreviewAny') return { text: ['previewed'] }
      const kind = node && kinds[node.class_type]
      if (node === undefined || kind === undefined) return undefined
      const isTemp = node.class_type === 'PreviewImage'
      const prefix = isTemp ? 'ComfyUI_temp_double' : readPrefix(node.inputs.filename_prefix)
      const count = (counters.get(prefix) ?? 0) + 1
      counters.set(prefix, count)
      const subfolder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : ''
      const filename = `${prefix.slice(prefix.lastIndexOf('/') + 1)}_${String(count).padStart(5, '0')}_.${kind.extension}`
      const type = isTemp ? 'temp' : 'output'
      const bytes = kind.isFilm ? film(graph) : draw(graph, nodeId, longestSide)
      store.set(`${type}/${subfolder}/${filename}`, { bytes, type: kind.type })
      const file = { filename, subfolder, type }
      if (kind.list === 'gifs')
        return {
          gifs: [
            { ...file, format: 'video/h264-mp4', frame_rate: node.inputs.frame_rate, fullpath: `/comfy/output/${filename}` },
          ],
        }
      return { [kind.list]: [file], ...(kind.isFilm && kind.list === 'images' ? { animated: [true] } : {}) }
    },
  }
}

function draw(graph: Graph, nodeId: string, longestSide: number): Buffer {
  const { width, height } = pictureSizeOf(graph)
  const scale = Math.min(1, longestSide / Math.max(width, height))
  const side = (pixels: number) => Math.max(1, Math.round(pixels * scale))
  const escaped = JSON.stringify(graph).replaceAll(
    /[\u0080-\uffff]/g,
    one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return makePng(signature(graph, nodeId), { width: side(width), height: side(height) }, { prompt: escaped })
}

function readPrefix(value: unknown): string {
  return typeof value === 'string' ? value : 'ComfyUI'
}
