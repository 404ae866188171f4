import type { PresetSetting } from './kinds.ts'

/** Names that the presets share, as people say them. */
const labels: { readonly [name: string]: string } = {
  negative: 'Not in the picture',
  steps: 'Steps',
  cfg: 'Guidance (CFG)',
  guidance: 'Guidance',
  sampler: 'Sampler',
  scheduler: 'Scheduler',
  shift: 'Shift',
  denoise: 'Strength of the change',
  strength: 'Strength of the guide',
  start: 'Guide from',
  end: 'Guide until',
  grow: 'Grow the mask, pixels',
  motion: 'Motion',
  augmentation: 'Noise on the picture',
  frames: 'Frames',
  fps: 'Frames a second',
}

/** The preset's own words first, then ours, then the bare name with a capital. */
export const settingLabel = ({ name, label }: Pick<PresetSetting, 'name' | 'label'>): string =>
  label ?? labels[name] ?? name.charAt(0).toUpperCase() + name.slice(1)
