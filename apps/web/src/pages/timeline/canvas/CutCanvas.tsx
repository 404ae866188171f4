import { useComputedColorScheme } from '@mantine/core'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import type { Workbench } from '../desk/workbench.ts'
import styles from '../Timeline.module.css'
import { type Menu, CutMenu } from './CutMenu.tsx'
import { useDropping } from './dropping.ts'
import { Hint } from './Hint.tsx'
import { coloursOf } from './paint/colours.ts'
import { createPainter, type Painter } from './painter.ts'
import { Playhead } from './Playhead.tsx'
import { createPointer, type Press } from './pointer.ts'
import { useView } from './useView.ts'

type Props = { bench: Workbench; label: string }

/** The timeline itself: drawn on a canvas, only what is in the window, and not by React. */
export function CutCanvas({ bench, label }: Props) {
  const scheme = useComputedColorScheme('dark')
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const painter = useRef<Painter | null>(null)
  const [pointer] = useState(() => createPointer(bench))
  const [menu, setMenu] = useState<Menu | null>(null)
  const { desk } = bench
  const cut = bench.cut()
  useView(frame, bench)
  useEffect(() => {
    if (!canvas.current) return
    const own = createPainter(canvas.current, bench, () => coloursOf(scheme))
    painter.current = own
    own.soon()
    return () => own.stop()
  }, [bench, scheme])
  useEffect(() => painter.current?.soon(), [cut])
  useEffect(
    () =>
      desk.subscribe(() => {
        const cursor = pointer.cursor()
        if (frame.current && cursor !== null) frame.current.style.cursor = cursor
      }),
    [desk, pointer],
  )
  const dropping = useDropping(bench)

  return (
    <div
      ref={frame}
      className={styles.canvas}
      role="img"
      aria-label={label}
      onPointerDown={event => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        pointer.down(pressOf(event))
      }}
      onPointerMove={event => pointer.move(pressOf(event))}
      onPointerUp={event => event.button === 0 && pointer.up()}
      onPointerCancel={() => pointer.cancel()}
      onPointerLeave={event => event.buttons === 0 && desk.set({ hover: null })}
      onContextMenu={event => {
        event.preventDefault()
        const press = pressOf(event)
        setMenu({ x: press.x, y: press.y, hit: pointer.hit(press), frame: Math.round(pointer.frame(press)) })
      }}
      {...dropping}
    >
      <canvas ref={canvas} />
      <Playhead bench={bench} />
      <Hint desk={desk} />
      <CutMenu bench={bench} menu={menu} onClose={() => setMenu(null)} />
    </div>
  )
}

type MouseLike = Pick<PointerEvent, 'clientX' | 'clientY' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'> & {
  currentTarget: Element
}

function pressOf({ currentTarget, clientX, clientY, ctrlKey, metaKey, altKey, shiftKey }: MouseLike): Press {
  const box = currentTarget.getBoundingClientRect()
  return { x: clientX - box.left, y: clientY - box.top, ctrl: ctrlKey || metaKey, alt: altKey, shift: shiftKey }
}
