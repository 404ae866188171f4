import { useEffect } from 'react'

/** A button that is at work takes no keys, and browsers take the keyboard from it: once it is ready again it has it back, unless one has gone on. */
export function useFocusAfterBusy(): void {
  useEffect(() => {
    let last: EventTarget | null = null
    const note = ({ target }: FocusEvent) => (last = target)
    const forget = () => (last = null)
    const observer = new MutationObserver(changes => {
      for (const { target } of changes) {
        const isFree = document.activeElement === null || document.activeElement === document.body
        if (isFree && target === last && target instanceof HTMLButtonElement && !target.disabled)
          target.focus({ preventScroll: true })
      }
    })
    document.addEventListener('focusin', note)
    document.addEventListener('pointerdown', forget)
    observer.observe(document.body, { subtree: true, attributeFilter: ['disabled'] })
    return () => {
      observer.disconnect()
      document.removeEventListener('focusin', note)
      document.removeEventListener('pointerdown', forget)
    }
  }, [])
}
