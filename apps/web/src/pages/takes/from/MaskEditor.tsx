import { ActionIcon, Group, SegmentedControl, Slider, Tooltip } from '@mantine/core'
import type { Take } from '@storycanvas/api'
import { IconArrowBackUp, IconArrowForwardUp, IconBrush, IconContrast2, IconEraser, IconTrash } from '@tabler/icons-react'
import {
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useReducer,
  useRef,
  useState,
} from 'react'
import type { CommandId } from '../../../shell/commands/catalogue.ts'
import { commandOf } from '../../../shell/commands/keys.ts'
import page from '../Takes.module.css'
import styles from './From.module.css'
import { coverage, noMarks, paint, type Point, type Stroke, withMark } from './marks.ts'

type Props = {
  take: Take
  name: string
  canvas: RefObject<HTMLCanvasElement | null>
  /** Share of the picture that is painted. */
  onPainted: (share: number) => void
  painted: number
}

const TINT = '#ff3d71'

/** A mask is painted over a picture: with a pen, a finger, a mouse or the keyboard. */
export function MaskEditor({ take, name, canvas, onPainted, painted }: Props) {
  const { width, height } = take
  const largest = Math.round(Math.min(width, height) / 2)
  const smallest = Math.max(2, Math.round(largest / 60))
  const [marks, mark] = useReducer(withMark, noMarks)
  const [tool, setTool] = useState<'brush' | 'eraser'>('brush')
  const [size, setSize] = useState(Math.round(largest / 4))
  const [at, setAt] = useState<Point>([width / 2, height / 2])
  const open = useRef<Stroke | null>(null)

  useLayoutEffect(() => {
    const surface = canvas.current?.getContext('2d')
    if (!canvas.current || !surface) return
    surface.clearRect(0, 0, width, height)
    for (const one of marks.done) paint(surface, one, TINT)
    onPainted(coverage(canvas.current))
  }, [marks.done, canvas, width, height, onPainted])
  useEffect(() => canvas.current?.focus({ preventScroll: true }), [canvas])

  const begin = (point: Point) => {
    open.current = { kind: 'stroke', erases: tool === 'eraser', size, points: [] }
    extend(point)
  }
  const extend = (...points: Point[]) => {
    const surface = canvas.current?.getContext('2d')
    if (!open.current || !surface) return
    const last = open.current.points.slice(-1)
    open.current = { ...open.current, points: [...open.current.points, ...points] }
    paint(surface, { ...open.current, points: [...last, ...points] }, TINT)
  }
  const end = () => {
    if (open.current) mark(open.current)
    open.current = null
  }
  const resize = (by: number) => setSize(Math.min(largest, Math.max(smallest, Math.round(size * by))))

  const pointOf = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const box = canvas.current?.getBoundingClientRect()
    if (!box) return at
    return [((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height]
  }
  const press = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setAt(pointOf(event))
    begin(pointOf(event))
  }
  const move = (event: PointerEvent<HTMLCanvasElement>) => {
    setAt(pointOf(event))
    // A quick pen moves further between two frames than one straight line.
    const between = event.nativeEvent.getCoalescedEvents?.() ?? []
    if (open.current) extend(...(between.length > 0 ? between : [event.nativeEvent]).map(pointOf))
  }

  const steer = (event: KeyboardEvent) => {
    const step = event.shiftKey ? size : size / 4
    const [x, y] = at
    const next: Point = [
      Math.min(width, Math.max(0, x + (event.key === 'ArrowRight' ? step : event.key === 'ArrowLeft' ? -step : 0))),
      Math.min(height, Math.max(0, y + (event.key === 'ArrowDown' ? step : event.key === 'ArrowUp' ? -step : 0))),
    ]
    setAt(next)
    extend(next)
  }
  const commands: Record<CommandId<'mask'>, (event: KeyboardEvent) => void> = {
    brush: () => setTool('brush'),
    eraser: () => setTool('eraser'),
    smaller: () => resize(1 / 1.25),
    larger: () => resize(1.25),
    move: steer,
    dab: event => event.repeat || begin(at),
    undo: () => mark({ kind: 'undo' }),
    redo: () => mark({ kind: 'redo' }),
    invert: () => mark({ kind: 'invert' }),
  }
  const key = (event: KeyboardEvent) => {
    const command = commandOf('mask', event)
    if (!command) return
    event.preventDefault()
    commands[command](event)
  }

  const place = { '--x': at[0] / width, '--y': at[1] / height, '--size': size / width } as CSSProperties
  return (
    <div className={styles.editor}>
      <Group gap="xs" className={styles.tools} role="toolbar" aria-label="Mask">
        <SegmentedControl
          size="xs"
          aria-label="Tool"
          data={[
            { value: 'brush', label: <Tool icon={<IconBrush size={14} aria-hidden />} label="Brush" /> },
            { value: 'eraser', label: <Tool icon={<IconEraser size={14} aria-hidden />} label="Eraser" /> },
          ]}
          value={tool}
          onChange={setTool}
        />
        <Slider
          className={styles.size}
          size="sm"
          min={smallest}
          max={largest}
          label={value => `${value} px`}
          thumbLabel="Size of the brush"
          value={size}
          onChange={setSize}
        />
        <Act label="Take back" disabled={marks.done.length === 0} onClick={() => mark({ kind: 'undo' })}>
          <IconArrowBackUp size={16} aria-hidden />
        </Act>
        <Act label="Lay again" disabled={marks.undone.length === 0} onClick={() => mark({ kind: 'redo' })}>
          <IconArrowForwardUp size={16} aria-hidden />
        </Act>
        <Act label="Invert" onClick={() => mark({ kind: 'invert' })}>
          <IconContrast2 size={16} aria-hidden />
        </Act>
        <Act label="Wipe all away" disabled={marks.done.length === 0} onClick={() => mark({ kind: 'clear' })}>
          <IconTrash size={16} aria-hidden />
        </Act>
        <output className={styles.painted}>{sharePainted(painted)}</output>
      </Group>
      <div className={page.room} style={{ '--ratio': width / height }}>
        <div className={page.over}>
          <img className={page.media} src={take.url} alt={name} draggable={false} />
          <canvas
            ref={canvas}
            className={styles.mask}
            width={width}
            height={height}
            tabIndex={0}
            role="application"
            aria-roledescription="mask"
            aria-label={`Mask over ${name}: paint what is to be made anew`}
            onPointerDown={press}
            onPointerMove={move}
            onPointerUp={end}
            onPointerCancel={end}
            onKeyDown={key}
            onKeyUp={event => event.key === ' ' && end()}
            onBlur={end}
          />
          <span className={styles.ring} style={place} aria-hidden />
        </div>
      </div>
    </div>
  )
}

const sharePainted = (share: number) =>
  share === 0 ? 'Nothing painted yet' : `${Math.max(1, Math.round(share * 100))} % painted`

const Tool = ({ icon, label }: { icon: React.ReactNode; label: string }) => (
  <span className={styles.tool}>
    {icon}
    {label}
  </span>
)

type ActProps = { label: string; disabled?: boolean; onClick: () => void; children: React.ReactNode }
const Act = ({ label, disabled = false, onClick, children }: ActProps) => (
  <Tooltip label={label}>
    <ActionIcon aria-label={label} disabled={disabled} onClick={onClick}>
      {children}
    </ActionIcon>
  </Tooltip>
)
