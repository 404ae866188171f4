import type { AspectRatio } from '@storycanvas/api'
import type { z } from 'zod'
import { promptFrom } from './prompt.ts'
import type { Subject } from './subject.ts'

type Lora = { file: string; weight: number }
type Words = {
  prompt: string
  negativePrompt: string
  aspectRatio: z.output<typeof AspectRatio>
  /** Of who and what is in the picture; left out where there is none. */
  loras?: Lora[]
}

/** What a model is told of a panel, in words. `for` keeps equal words for still and moving pictures apart. */
export type ModelInputs = { image: Words & { for: 'image' }; video: Words & { for: 'video' } }

export function modelInputsFrom(subject: Subject, aspectRatio: Words['aspectRatio']): ModelInputs {
  const { prompt, negativePrompt } = promptFrom(subject)
  const loras = lorasOf(subject)
  const words = { prompt, negativePrompt, aspectRatio, ...(loras.length > 0 && { loras }) }
  return { image: { for: 'image', ...words }, video: { for: 'video', ...words, prompt: withMotion(prompt, subject) } }
}

/** Each file once, with the weight of the first who brings it. */
function lorasOf({ characters, location }: Subject): Lora[] {
  const brought = [...characters, ...(location ? [location] : [])].filter(({ lora }) => lora.trim() !== '')
  return [...new Map(brought.toReversed().map(({ lora, loraWeight }) => [lora.trim(), loraWeight]))]
    .map(([file, weight]) => ({ file, weight }))
    .toReversed()
}

/** A moving picture is told what moves, too. */
const withMotion = (prompt: string, { panel }: Subject) =>
  [prompt, panel.videoPrompt.trim()].filter(text => text !== '').join(' ')
