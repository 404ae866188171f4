import { type RefObject, useEffect } from 'react'
import type { Workbench } from '../desk/workbench.ts'
import { heightOf } from './rows.ts'
import { fitted, raised, scrolled, zoomed } from './view.ts'

/** Keeps the window of the timeline to the size of its element and to the length of the cut, and scrolls and zooms it. */
export function useView(frame: RefObject<HTMLDivElement | null>, { desk, cut }: Workbench) {
  const { length } = cut()
  useEffect(() => {
    const element = frame.current
    if (!element) return
    const watch = new ResizeObserver(() => {
      const { view, isFitted } = desk.get()
      const sized = { ...view, width: element.clientWidth, height: element.clientHeight }
      desk.set({ view: isFitted ? fitted(sized, cut().length) : raised(sized, 0, heightOf(cut().rows)) })
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [frame, desk, cut])

  useEffect(() => {
    const { view, isFitted } = desk.get()
    if (view.width > 0 && isFitted) desk.set({ view: fitted(view, length) })
  }, [desk, length])

  // React listens to the wheel passively, and zooming the page has to be prevented.
  useEffect(() => {
    const element = frame.current
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      desk.set({ view: wheeled(event), isFitted: false })
    }
    const wheeled = ({ ctrlKey, metaKey, altKey, shiftKey, deltaX, deltaY, offsetX }: WheelEvent) => {
      const { view } = desk.get()
      const contentHeight = heightOf(cut().rows)
      if (ctrlKey || metaKey || altKey) return zoomed(view, Math.exp(-deltaY / 240), offsetX, cut().length)
      const isVertical = !shiftKey && Math.abs(deltaY) > Math.abs(deltaX) && contentHeight > view.height
      return isVertical ? raised(view, deltaY, contentHeight) : scrolled(view, deltaX + deltaY, cut().length)
    }
    element?.addEventListener('wheel', wheel, { passive: false })
    return () => element?.removeEventListener('wheel', wheel)
  }, [frame, desk, cut])
}
