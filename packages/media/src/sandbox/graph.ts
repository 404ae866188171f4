import type { InputFile, Placement } from './placement.ts'

/** Filters that our graphs may use. None of them opens a file, except `ass`, whose file is an {@link InputFile}. */
export type FilterName =
  | 'scale'
  | 'crop'
  | 'pad'
  | 'setsar'
  | 'format'
  | 'fps'
  | 'setpts'
  | 'settb'
  | 'trim'
  | 'tpad'
  | 'concat'
  | 'bwdif'
  | 'reverse'
  | 'fade'
  | 'split'
  | 'overlay'
  | 'gblur'
  | 'ass'
  | 'zscale'
  | 'tonemap'
  | 'thumbnail'
  | 'tile'
  | 'aresample'
  | 'aformat'
  | 'atempo'
  | 'asetpts'
  | 'atrim'
  | 'apad'
  | 'areverse'
  | 'asplit'
  | 'volume'
  | 'alimiter'
  | 'ebur128'

export type FilterValue = number | string | InputFile
export type Filter = { readonly name: FilterName; readonly options: { readonly [option: string]: FilterValue } }

/** Filters in a row, from pads named `from` (labels, or streams such as `0:v:0`) to labels named `to`. */
export type FilterChain = {
  readonly from: readonly string[]
  readonly filters: readonly Filter[]
  readonly to: readonly string[]
}

export function filter(name: FilterName, options: Filter['options'] = {}): Filter {
  return { name, options }
}

/** The graph in ffmpeg's notation. Values are escaped twice, for the option and for the graph, so none can end its place. */
export function graphText(chains: readonly FilterChain[], placement: Placement): string {
  return chains
    .map(({ from, filters, to }) => pads(from) + filters.map(one => filterText(one, placement)).join(',') + pads(to))
    .join(';')
}

function filterText({ name, options }: Filter, placement: Placement): string {
  const written = Object.entries(options).map(([key, value]) => `${key}=${escaped(valueText(value, placement))}`)
  return written.length === 0 ? name : `${name}=${written.join(':')}`
}

function valueText(value: FilterValue, placement: Placement): string {
  return typeof value === 'object' ? placement.input(value) : String(value)
}

/** Two levels, as in ffmpeg-filters(1), "Notes on filtergraph escaping". */
export function escaped(value: string): string {
  return value.replace(/[\\':]/g, '\\$&').replace(/[\\'[\],;]/g, '\\$&')
}

function pads(labels: readonly string[]): string {
  return labels
    .map(label => {
      if (!/^[a-z0-9:]+$/.test(label)) throw new RangeError(`${label} is not a pad`)
      return `[${label}]`
    })
    .join('')
}
