import { type FocusEvent, type RefObject, useEffect, useRef } from 'react'

const controls =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]'

type Props<T> = { ref: RefObject<T | null>; onFocus: (event: FocusEvent) => void }

/**
 * What a list is given so that the keyboard stays in it: when an item goes away with the keyboard in it, the same control of the
 * item that takes its place gets it, or of the last one; the list itself when none is left. `items` is a selector of the items.
 */
export function useFocusStays<T extends HTMLElement>(items: string): Props<T> {
  const ref = useRef<T>(null)
  const held = useRef<{ element: Element; item: number; control: number } | null>(null)
  useEffect(() => {
    const lost = held.current
    if (!lost || lost.element.isConnected) return
    held.current = null
    const isElsewhere = document.activeElement !== null && document.activeElement !== document.body
    if (isElsewhere || !ref.current) return
    const left = [...ref.current.querySelectorAll(items)]
    const next = left[Math.min(lost.item, left.length - 1)]
    const within = next ? controlsOf(next) : []
    const target = within[lost.control] ?? within[0]
    if (!target) ref.current.tabIndex = -1
    ;(target ?? ref.current).focus()
  })
  return {
    ref,
    onFocus({ target, currentTarget }) {
      // A menu of an item lies elsewhere in the page.
      if (!currentTarget.contains(target)) return
      const item = target.closest(items)
      held.current = item && {
        element: target,
        item: [...currentTarget.querySelectorAll(items)].indexOf(item),
        control: controlsOf(item).findIndex(control => control === target),
      }
    },
  }
}

const controlsOf = (item: Element) => [...item.querySelectorAll<HTMLElement>(controls)]
