import type { PresetGuide } from '@storycanvas/api'
import { type Preset, variantOf } from '@storycanvas/comfyui'
import { type GenerationKindName, startsFromPicture } from '../kinds.ts'

type Guide = PresetGuide['name']

/** What a preset calls each thing that goes in beside the words, and what people call it. */
const guideOf: { readonly [parameter: string]: Guide } = {
  image: 'picture',
  control: 'picture',
  mask: 'mask',
  lastImage: 'last-frame',
  audio: 'voice',
}

/** What goes in beside the words when a model makes this. A preset that wants other things cannot be asked for them here. */
export function guidesOfModel(preset: Preset, kind: string): { guides: PresetGuide[]; unknown: string[] } {
  const uploads = Object.entries(variantOf(preset, kind).parameters).filter(
    ([, one]) => one.kind === 'image' || one.kind === 'audio',
  )
  return {
    guides: uploads.flatMap(([parameter, { label = null }]) => {
      const name = guideOf[parameter]
      return name ? [{ name, label }] : []
    }),
    unknown: uploads.flatMap(([parameter, { label }]) => (guideOf[parameter] ? [] : [label ?? parameter])),
  }
}

/** The same of hosted services, which take what the kind says. */
export const guidesOfKind = (kind: GenerationKindName): PresetGuide[] => [
  ...(startsFromPicture(kind) ? [{ name: 'picture' as const, label: null }] : []),
  ...(kind === 'inpaint' ? [{ name: 'mask' as const, label: null }] : []),
]
