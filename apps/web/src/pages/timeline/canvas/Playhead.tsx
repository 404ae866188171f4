import { useEffect, useRef } from 'react'
import type { Workbench } from '../desk/workbench.ts'
import styles from '../Timeline.module.css'
import { showing, xOf } from './view.ts'

/** Where one is. When it goes out of the window, the page turns with it. */
export function Playhead({ bench: { desk, transport, cut } }: { bench: Workbench }) {
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = () => {
      const { view } = desk.get()
      const x = xOf(view, transport.frame())
      if (!line.current) return
      line.current.style.transform = `translateX(${x}px)`
      line.current.style.visibility = x < 0 || x > view.width ? 'hidden' : 'visible'
    }
    const follow = () => {
      const { view, hand } = desk.get()
      const turned = hand || view.width === 0 ? view : showing(view, transport.frame(), cut().length)
      if (turned.left === view.left) place()
      else desk.set({ view: turned, isFitted: false })
    }
    place()
    const stops = [transport.subscribe(follow), desk.subscribe(place)]
    return () => stops.forEach(stop => stop())
  }, [desk, transport, cut])
  return <div ref={line} className={styles.playhead} />
}
