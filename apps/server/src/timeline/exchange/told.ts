import { InvalidTimeline, UnreadableTimeline } from '@storycanvas/timeline'
import { comeHome, type Document, type Homecoming } from './come-home.ts'

/** What became of a document, in a form that passes between threads. */
export type Told = { kind: 'read'; home: Homecoming } | { kind: 'unreadable' | 'invalid'; message: string }

export function tell(document: Document): Told {
  try {
    return { kind: 'read', home: comeHome(document) }
  } catch (error) {
    if (error instanceof UnreadableTimeline) return { kind: 'unreadable', message: error.message }
    if (error instanceof InvalidTimeline) return { kind: 'invalid', message: error.message }
    throw error
  }
}
