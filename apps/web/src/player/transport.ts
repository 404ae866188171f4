const FASTEST = 8

export type TransportParts = {
  /** Length of what is played, in frames. */
  length: number
  framesPerSecond: number
  now: () => number
  /** Calls back at the next picture of the screen; the answer calls it off. */
  nextPicture: (work: () => void) => () => void
}

/**
 * The wheel of a player: where it stands and how fast it turns. It tells its listeners at each picture of the screen, so
 * what moves is written straight to the page and nothing is rendered anew 60 times a second.
 */
export type Transport = ReturnType<typeof createTransport>

export function createTransport({ length: whole, framesPerSecond, now, nextPicture }: TransportParts) {
  let length = whole
  let frame = 0
  let speed = 0
  /** Where and when the wheel started to turn at this speed. */
  let from = { frame: 0, at: 0 }
  let callOff = () => {}
  const listeners = new Set<() => void>()
  const last = () => Math.max(0, length - 1)
  const tell = () => {
    for (const listener of listeners) listener()
  }

  function turn() {
    const exact = from.frame + ((now() - from.at) / 1000) * framesPerSecond * speed
    const isOver = speed > 0 ? exact >= length : exact < 0
    frame = Math.min(last(), Math.max(0, exact))
    if (isOver) speed = 0
    tell()
    if (speed !== 0) callOff = nextPicture(turn)
  }

  function run(next: number) {
    callOff()
    speed = length === 0 ? 0 : next
    if (speed > 0 && frame >= last()) frame = 0
    from = { frame, at: now() }
    if (speed !== 0) callOff = nextPicture(turn)
    tell()
  }

  function seek(next: number) {
    frame = Math.min(last(), Math.max(0, Math.round(next)))
    from = { frame, at: now() }
    tell()
  }

  return {
    /** Whole frame on the screen. */
    frame: () => Math.floor(frame),
    exactFrame: () => frame,
    /** Times normal speed; negative is backwards, 0 stands. */
    speed: () => speed,
    play: () => run(1),
    pause: () => run(0),
    toggle: () => run(speed === 0 ? 1 : 0),
    /** J and L: turns the other way at normal speed, or the same way twice as fast. */
    shuttle: (direction: -1 | 1) =>
      run(Math.sign(speed) === direction ? Math.max(-FASTEST, Math.min(FASTEST, speed * 2)) : direction),
    seek,
    step: (frames: number) => {
      run(0)
      seek(Math.floor(frame) + frames)
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** What is played has become longer or shorter; where it stands and whether it turns stays. */
    resize(next: number) {
      if (next === length) return
      length = next
      if (frame > last()) seek(last())
    },
    stop: () => callOff(),
  }
}
