import { useEffect, useRef, useState } from 'react'
import { complaintOf } from '../api/problem.ts'

const PAUSE_MS = 700

export type Autosave<T> = {
  /** What the field shows: the draft while there is one, what is saved otherwise. */
  value: T
  state: 'saved' | 'dirty' | 'saving' | 'refused'
  error: string | null
  change: (value: T) => void
  /** Saves at once what has not been saved. */
  flush: () => void
}

/**
 * Saves a field by itself, a moment after the last key. The draft stays in the field until the server has it, so that an
 * update from elsewhere never takes words away while one types.
 */
export function useAutosave<T>(saved: T, save: (value: T) => Promise<unknown>): Autosave<T> {
  const [draft, setDraft] = useState<{ value: T } | null>(null)
  const [state, setState] = useState<Autosave<T>['state']>('saved')
  const [error, setError] = useState<string | null>(null)
  const pending = useRef<{ value: T } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const saveNow = useRef(save)
  saveNow.current = save

  function flush() {
    clearTimeout(timer.current)
    const sent = pending.current
    if (!sent) return
    pending.current = null
    setState('saving')
    saveNow.current(sent.value).then(
      () => {
        setError(null)
        if (pending.current) return
        setState('saved')
        setDraft(null)
      },
      (reason: unknown) => {
        pending.current ??= sent
        setState('refused')
        setError(complaintOf(reason).detail)
      },
    )
  }
  const flushLatest = useRef(flush)
  flushLatest.current = flush
  // Leaving the page must not lose what was typed last.
  useEffect(() => () => flushLatest.current(), [])

  return {
    value: draft ? draft.value : saved,
    state,
    error,
    change(value) {
      pending.current = { value }
      setDraft({ value })
      setState('dirty')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => flushLatest.current(), PAUSE_MS)
    },
    flush,
  }
}
