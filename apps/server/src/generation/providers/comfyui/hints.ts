import type { ServerEvent } from '@storycanvas/comfyui'
import type { ProviderHint } from '../provider.ts'

export function hintOf(event: ServerEvent): ProviderHint | null {
  switch (event.kind) {
    case 'progress':
      return { kind: 'progress', id: event.id, progress: event.fraction }
    case 'preview':
      return event.id === null ? null : { kind: 'preview', id: event.id, mediaType: event.type, bytes: event.bytes }
    case 'started':
    case 'failed':
    case 'ended':
      return { kind: 'changed', id: event.id }
    default:
      return null
  }
}
