import type { GenerationKind } from '@storycanvas/api'
import type { z } from 'zod'

export type GenerationKindName = z.output<typeof GenerationKind>

export const isFilm = (kind: GenerationKindName): boolean => /video|lip-sync/.test(kind)

/** Made from a picture that is there, beside words. */
export const startsFromPicture = (kind: GenerationKindName): boolean => !kind.startsWith('text-')
