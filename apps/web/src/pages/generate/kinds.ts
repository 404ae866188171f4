import type { GenerationServer, PresetNow } from '@storycanvas/api'

export type Kind = PresetNow['kinds'][number]
export type PresetSetting = PresetNow['settings'][number]['settings'][number]
/** By name; what is left out takes the preset's default. */
export type SettingValues = Record<string, string | number>

const names: Record<Kind, string> = {
  'text-to-image': 'Picture from words',
  'image-to-image': 'Picture from the chosen one',
  inpaint: 'Part of a picture anew',
  controlnet: 'Picture along the lines of the chosen one',
  'text-to-video': 'Film from words',
  'image-to-video': 'Film from the chosen picture',
  'lip-sync': 'Lips to a voice',
}
export const kindLabel = (kind: Kind) => names[kind]

const beside = { mask: 'a mask', 'last-frame': 'a picture to end with', voice: 'a voice' } as const

/** What each panel would have to be given by itself to make this, in words; null where a panel has everything. */
export function givenByPanel({ guides }: PresetNow, kind: Kind): string | null {
  const own = guides.find(one => one.kind === kind)?.guides ?? []
  const words = own.flatMap(({ name }) => (name === 'picture' ? [] : [beside[name]]))
  return words.length === 0 ? null : words.join(' and ')
}

/** What may be set when a preset makes this. */
export const settingsOf = ({ settings }: PresetNow, kind: Kind | undefined) =>
  settings.find(one => one.kind === kind)?.settings ?? []

/** Servers that can run a preset now, by name. */
export const serversFor = (preset: string, servers: readonly GenerationServer[]): string[] =>
  servers.filter(({ state, runs }) => state === 'enabled' && runs.some(run => run.preset === preset)).map(({ label }) => label)

/** Whether nothing of it could be made now. */
export const mustWait = ({ kinds, waits }: PresetNow) => waits.length >= kinds.length
