import type { GenerationKind } from '@storycanvas/api'
import type { z } from 'zod'

export type GenerationKindName = z.output<typeof GenerationKind>
