import type { AspectRatio } from '@storycanvas/api'
import type { z } from 'zod'
import { promptFrom } from './prompt.ts'
import type { Subject } from './subject.ts'

type Words = { prompt: string; negativePrompt: string; aspectRatio: z.output<typeof AspectRatio> }

/** What a model is told of a panel, in words. `for` keeps equal words for still and moving pictures apart. */
export type ModelInputs = { image: Words & { for: 'image' }; video: Words & { for: 'video' } }

export function modelInputsFrom(subject: Subject, aspectRatio: Words['aspectRatio']): ModelInputs {
  const { prompt, negativePrompt } = promptFrom(subject)
  const words = { prompt, negativePrompt, aspectRatio }
  return { image: { for: 'image', ...words }, video: { for: 'video', ...words, prompt: withMotion(prompt, subject) } }
}

/** A moving picture is told what moves, too. */
const withMotion = (prompt: string, { panel }: Subject) =>
  [prompt, panel.videoPrompt.trim()].filter(text => text !== '').join(' ')
