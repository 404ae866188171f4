import { useEffect, useRef, useState } from 'react'
import { complaintOf, isProblem } from '../api/problem.ts'

const PAUSE_MS = 700

export type Autosave<T> = {
  /** What the field shows: the draft while there is one, what is saved otherwise. */
  value: T
  state: 'saved' | 'dirty' | 'saving' | 'refused'
  error: string | null
  change: (value: T) => void
  /** Saves at once what has not been saved. */
  flush: () => void
  /** Shows what is saved in place of a draft that was refused. */
  drop: () => void
}

/**
 * Saves a field by itself, a moment after the last key. The draft stays in the field until the server has it, so that an
 * update from elsewhere never takes words away while one types. It is saved as of when it was begun; where somebody else has
 * changed the same meanwhile, it waits until one types on, which puts it in the place of theirs.
 */
export function useAutosave<T>(saved: T, save: (value: T) => Promise<unknown>): Autosave<T> {
  const [draft, setDraft] = useState<{ value: T } | null>(null)
  const [state, setState] = useState<Autosave<T>['state']>('saved')
  const [error, setError] = useState<string | null>(null)
  const pending = useRef<{ value: T } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(save)
  latest.current = save
  const begun = useRef<typeof save>(null)

  function flush() {
    clearTimeout(timer.current)
    const sent = pending.current
    if (!sent) return
    pending.current = null
    setState('saving')
    const send = begun.current ?? latest.current
    send(sent.value).then(
      () => {
        setError(null)
        if (pending.current) return
        begun.current = null
        setState('saved')
        setDraft(null)
      },
      (reason: unknown) => {
        setState('refused')
        if (!isProblem(reason) || reason.problem.code !== 'conflict') {
          pending.current ??= sent
          setError(complaintOf(reason).detail)
          return
        }
        begun.current = null
        setError(`${complaintOf(reason).detail} Type on to put yours in its place; Esc takes theirs.`)
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
      begun.current ??= latest.current
      pending.current = { value }
      setDraft({ value })
      setState('dirty')
      clearTimeout(timer.current)
      timer.current = setTimeout(() => flushLatest.current(), PAUSE_MS)
    },
    flush,
    drop() {
      clearTimeout(timer.current)
      pending.current = null
      begun.current = null
      setDraft(null)
      setError(null)
      setState('saved')
    },
  }
}
