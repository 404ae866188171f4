import type { Asset } from '@storycanvas/api'
import { IconBox, IconMusic, IconPhoto, IconTextCaption, IconUser } from '@tabler/icons-react'

export const kinds = [
  { value: 'face', label: 'Faces', Icon: IconUser },
  { value: 'image', label: 'Pictures', Icon: IconPhoto },
  { value: 'music', label: 'Music', Icon: IconMusic },
  { value: 'prompt', label: 'Prompts', Icon: IconTextCaption },
  { value: 'lora', label: 'LoRAs', Icon: IconBox },
] as const satisfies { value: Asset['kind']; label: string; Icon: unknown }[]

/** What the words of an asset are, by its kind. */
export const wordsOf: Record<Asset['kind'], string> = {
  face: 'Note',
  image: 'Note',
  music: 'Note',
  prompt: 'Prompt',
  lora: 'File name, then its trigger words',
}
