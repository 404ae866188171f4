import type { TimelineEdit } from '../packages/api/src/index.ts'
import { createTestServer } from '../apps/server/src/testing.ts'
import { fillProject } from './made-up/long-project.ts'
import { report } from './measuring/report.ts'
import { median, timed } from './measuring/rounds.ts'
import { sqlTimeOf } from './measuring/sql.ts'

/**
 * How long one edit of a cut of 5,000 clips takes from the request to the answer: edits of one clip, those that move half of
 * the cut along, and taking both back.
 */
const rounds = 15
await using server = await createTestServer()
const { client } = server.owner
const { id } = await client.createProject({ body: { name: 'A long one' } })
const [panelId = ''] = await fillProject(server.context.database, id, { chapters: 10, scenesPerChapter: 25, panelsPerScene: 20 })
// Any change of the board lays the cut.
const { sceneId } = await client.getPanel({ params: { id: panelId } })
await client.createPanel({ params: { id: sceneId }, body: {} })
const { items: clips } = await client.listProjectClips({ params: { id } })
const clip = (index: number) => clips[Math.floor(clips.length / 2) + index * 3]?.id ?? ''

const edit = (one: TimelineEdit) => client.editTimeline({ params: { id }, body: { edits: [one] } })
const undo = () => client.undoTimeline({ params: { id }, body: {} })

async function measured(make: (index: number) => TimelineEdit) {
  const times: { edit: number; undo: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const one = make(round)
    times.push({ edit: await timed(() => edit(one)), undo: await timed(undo) })
  }
  return { edit: median(times.map(time => time.edit)), undo: median(times.map(time => time.undo)) }
}

await measured(index => ({ kind: 'trim', clipId: clip(index), edge: 'out', by: -4 }))
const trim = await measured(index => ({ kind: 'trim', clipId: clip(index), edge: 'out', by: -4 }))
const split = await measured(index => ({
  kind: 'split',
  clipId: clip(index),
  at: (clips.find(one => one.id === clip(index))?.startFrame ?? 0) + 20,
}))
const ripple = await measured(index => ({ kind: 'ripple', clipId: clip(index), edge: 'out', by: -4 }))
const { ms, statements } = await sqlTimeOf(() => edit({ kind: 'trim', clipId: clip(0), edge: 'out', by: -4 }))
const document = await timed(() => client.getTimeline({ params: { id } }))
report(
  'timeline-edits',
  {
    trim: { value: trim.edit, unit: 'ms', atMost: 30 },
    undoTrim: { value: trim.undo, unit: 'ms', atMost: 30 },
    split: { value: split.edit, unit: 'ms', atMost: 30 },
    rippleOfHalf: { value: ripple.edit, unit: 'ms' },
    undoRipple: { value: ripple.undo, unit: 'ms' },
    sqlOfTrim: { value: ms, unit: 'ms' },
    document: { value: document, unit: 'ms' },
  },
  { clips: clips.length, statements },
)
