import type { Video } from '@storycanvas/api'

/** Who may watch a video, in words. */
export const visibilityNotes: readonly { value: Video['visibility']; label: string; note: string }[] = [
  { value: 'private', label: 'Private', note: 'Only you.' },
  { value: 'unlisted', label: 'Unlisted', note: 'Everyone who has the link; it is listed nowhere.' },
  { value: 'public', label: 'Public', note: 'Everyone.' },
]
