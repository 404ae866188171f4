import { type UIEvent, useEffect, useRef, useState } from 'react'

/** Scrolling draws anew once in so many pixels; what is beyond the window covers the rest. */
const STEP_PX = 200
/** So far from one picture to the next nobody sees what goes by. */
const RUSH_PX = 300
const REST_MS = 80

/** Where the window of the board stands, and whether it flies over panels whose pictures nobody would see. */
export function useWindowTop() {
  const [top, setTop] = useState(0)
  const [isRushing, setRushing] = useState(false)
  /** To the pixel, as it was heard last: to ask the element itself lays out the whole page. */
  const last = useRef(0)
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(rest.current), [])
  function onScroll({ currentTarget: { scrollTop } }: UIEvent<HTMLElement>) {
    const isFast = Math.abs(scrollTop - last.current) > RUSH_PX
    last.current = scrollTop
    setTop(Math.floor(scrollTop / STEP_PX) * STEP_PX)
    setRushing(isFast)
    clearTimeout(rest.current)
    if (isFast) rest.current = setTimeout(() => setRushing(false), REST_MS)
  }
  return { top, last, isRushing, onScroll }
}
