import type { TimelineEdit, TimelineStep } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { createStore, type Store } from '../desk/store.ts'
import { applyAll } from './apply.ts'
import { labelOf } from './label.ts'
import { idsOf, renamed, revisionOf, settledIds, type Step, withSteps } from './steps.ts'

export type Editor = ReturnType<typeof createEditor>

export type EditorParts = {
  /** As the server gave it last. */
  document: () => Timeline
  send: (edits: readonly TimelineEdit[], label: string) => Promise<TimelineStep>
  travel: (direction: 'undo' | 'redo') => Promise<TimelineStep>
  /** Loads the document anew and answers it. */
  reload: () => Promise<Timeline>
  refused: (error: unknown, label: string) => void
  /** What had an id of the page's own has the server's now. */
  settled: (names: ReadonlyMap<string, string>) => void
  /** What a step was about, to be selected. */
  travelled: (reply: TimelineStep) => void
}

type Waiting = { steps: readonly Step[] }

/**
 * Edits show at once and are sent one after the other. A step stays in sight until the document holds it; one that the
 * server refuses is gone again, and the reason said.
 */
export function createEditor(parts: EditorParts) {
  const waiting: Store<Waiting> = createStore<Waiting>({ steps: [] })
  /** What had an id of the page's own, and may still be called by it. */
  const settledNames = new Map<string, string>()
  let nextKey = 1
  let queue = Promise.resolve()

  const inTurn = (work: () => Promise<void>) => {
    queue = queue.then(work)
    return queue
  }
  const change = (key: number, fields: Partial<Step>) =>
    waiting.set({ steps: waiting.get().steps.map(step => (step.key === key ? { ...step, ...fields } : step)) })
  const drop = (key: number, names: ReadonlyMap<string, string> = new Map()) => {
    const rest = waiting.get().steps.filter(step => step.key !== key)
    waiting.set({ steps: rest.map(step => ({ ...step, edits: renamed(step.edits, names) })) })
  }

  async function settle(key: number) {
    const step = waiting.get().steps.find(step => step.key === key)
    if (!step) return
    const document = parts.document()
    const drafted = withSteps(document, [step])
    change(key, { sent: { revision: revisionOf(document), drafted } })
    try {
      const { revision } = await parts.send(step.edits, step.label)
      change(key, { revision })
      const names = settledIds(drafted, await parts.reload())
      for (const [draft, id] of names) settledNames.set(draft, id)
      parts.settled(names)
      drop(key, names)
    } catch (error) {
      parts.refused(error, step.label)
      // What cannot be loaded now is loaded when the connection is back.
      await parts.reload().catch(() => {})
      drop(key)
    }
  }

  /** One step of these edits, shown as far as it can be. */
  function send(edits: readonly TimelineEdit[], shown: Timeline): Timeline {
    const step: Step = { key: nextKey++, edits, label: labelOf(edits, shown), sent: null, revision: null }
    waiting.set({ steps: [...waiting.get().steps, step] })
    void inTurn(() => settle(step.key))
    return withSteps(shown, [step])
  }

  const called = (edits: readonly TimelineEdit[]) => renamed(edits, settledNames)

  return {
    waiting,
    send: (edits: readonly TimelineEdit[], shown: Timeline) => send(called(edits), shown),
    /**
     * Makes one step of these edits, to be shown and sent; answers the timeline as it is then.
     * @throws EditRefused where it can be told already that the server would refuse.
     */
    edit(edits: readonly TimelineEdit[], shown: Timeline): Timeline {
      applyAll(shown, called(edits), idsOf(nextKey))
      return send(called(edits), shown)
    },
    travel: (direction: 'undo' | 'redo') =>
      inTurn(async () => {
        try {
          const reply = await parts.travel(direction)
          await parts.reload()
          parts.travelled(reply)
        } catch (error) {
          parts.refused(error, direction)
        }
      }),
  }
}
