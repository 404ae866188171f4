import type { Browser, Page } from 'playwright-core'

/** What was seen of one movement, picture by picture. All in milliseconds but the counts. */
export type Frames = {
  count: number
  /** Between the beginnings of two pictures. */
  median: number
  p99: number
  /** Share of the pictures that came later than 16.7 ms, with half a millisecond for the clock of the screen itself. */
  late: number
  /** Share of those for which at least one picture was left out. */
  dropped: number
  /** Processor time of the page's main thread for one picture: script, style, layout, painting, handing over. */
  workMedian: number
  workP99: number
}

const period = 16.7

/**
 * Runs a movement in the page, one step a picture, and watches it. `step` is the body of a function of the number of the
 * picture. Deltas are those of requestAnimationFrame, the work that of a trace of the renderer's main thread.
 */
export async function watchFrames(browser: Browser, page: Page, pictures: number, step: string): Promise<Frames> {
  await browser.startTracing(page, { categories: ['devtools.timeline', 'toplevel', '__metadata'] })
  const deltas = await page.evaluate<number[]>(`new Promise(done => {
    const step = new Function('n', ${JSON.stringify(step)})
    const deltas = []
    let before = null
    const turn = now => {
      if (before !== null) deltas.push(now - before)
      before = now
      if (deltas.length >= ${pictures}) return done(deltas)
      step(deltas.length)
      requestAnimationFrame(turn)
    }
    requestAnimationFrame(turn)
  })`)
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
  const work = workOf(traceEvents)
  const share = (limit: number) => (deltas.filter(delta => delta > limit).length / deltas.length) * 100
  return {
    count: deltas.length,
    median: quantile(deltas, 0.5),
    p99: quantile(deltas, 0.99),
    late: share(period + 0.5),
    dropped: share(period * 1.5),
    workMedian: quantile(work, 0.5),
    workP99: quantile(work, 0.99),
  }
}

type TraceEvent = {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  tdur?: number
  args?: { name?: string }
}

/**
 * Milliseconds of processor time that the renderer's main thread took between two pictures. Time that other programs had
 * the processor is not in it, so that a busy neighbourhood does not show.
 */
function workOf(events: readonly TraceEvent[]): number[] {
  const pictures = events.filter(({ name, ph }) => name === 'FireAnimationFrame' && ph === 'X')
  const [first] = pictures
  if (!first) return []
  const onThread = events.filter(({ pid, tid, ph }) => pid === first.pid && tid === first.tid && ph === 'X')
  const tasks = onThread.filter(({ name }) => name === 'RunTask' || name === 'ThreadControllerImpl::RunTask')
  const begins = pictures.map(({ ts }) => ts).toSorted((a, b) => a - b)
  return begins.slice(1).flatMap((end, index) => {
    const from = begins[index] ?? end
    // Several callbacks of one picture follow each other at once.
    if (end - from < 4000) return []
    const own = tasks.filter(({ ts }) => ts >= from && ts < end)
    return [own.reduce((sum, { tdur, dur = 0 }) => sum + (tdur ?? dur), 0) / 1000]
  })
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
