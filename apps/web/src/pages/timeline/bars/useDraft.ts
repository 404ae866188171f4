import { type KeyboardEvent, useRef, useState } from 'react'

/**
 * A field of the inspector while one writes in it. Enter and going elsewhere take it over, Escape leaves it as it was; with
 * either key one is back at the timeline and its keys. `take` answers why it cannot be taken over, or null.
 */
export function useDraft<T>(value: T, take: (draft: T) => string | null) {
  // Enter takes it over and then leaves the field, which would take it over once more.
  const held = useRef<T | null>(null)
  const [draft, setDraft] = useState<T | null>(null)
  const [error, setError] = useState<string | null>(null)
  const hold = (next: T | null) => {
    held.current = next
    setDraft(next)
  }
  const leave = () => {
    hold(null)
    setError(null)
  }
  function commit(): boolean {
    const next = held.current
    const reason = next === null || next === value ? null : take(next)
    setError(reason)
    if (reason === null) hold(null)
    return reason === null
  }
  return {
    shown: draft ?? value,
    hold,
    props: {
      error,
      onBlur: () => void commit(),
      onKeyDown(event: KeyboardEvent<HTMLElement>) {
        event.stopPropagation()
        if (event.key === 'Escape') leave()
        if (event.key === 'Escape' || (event.key === 'Enter' && commit()))
          event.currentTarget.closest<HTMLElement>('[role="application"]')?.focus()
      },
    },
  }
}
