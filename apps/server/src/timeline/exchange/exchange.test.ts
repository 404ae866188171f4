import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { applyEdit, type Edit, type FormatId, frameMap, formats, sourcesAt, type Timeline, writeAs } from '@storycanvas/timeline'
import { refusedWith } from '../../testing.ts'
import { boarded, type CutBench, openCut } from '../testing.ts'
import type { HomeFormat } from './format-of.ts'

const homeFormats: readonly HomeFormat[] = ['fcpxml', 'xmeml', 'mlt', 'edl', 'otio', 'json']
const endings: { readonly [format in HomeFormat]: string } = {
  ...{ fcpxml: 'fcpxml', xmeml: 'xml', mlt: 'mlt', edl: 'edl', otio: 'otio', json: 'json' },
}
const rate = { num: 24, den: 1 }

/** What stands on the picture and sound of every frame: by panel, since documents call media by names of their own. */
function filmOf(timeline: Timeline): string[] {
  const clips = new Map(timeline.tracks.flatMap(track => track.clips.map(clip => [clip.id, clip] as const)))
  return frameMap(timeline).tracks.flatMap(({ trackId, spans }) =>
    spans.flatMap(span => {
      const shown = sourcesAt(span, span.start).map(({ clipId, frame }) => `${clips.get(clipId)?.name}@${frame}`)
      return shown.length === 0 ? [] : [`${trackId} ${span.start}+${span.duration} ${shown.join(' & ')}`]
    }),
  )
}

describe('a cut that comes home', () => {
  let bench: CutBench
  before(async () => {
    bench = await openCut()
  })
  after(() => bench.close())

  async function film() {
    const board = await boarded(bench.client, [
      [{ durationMs: 2000 }, { durationMs: 1500, transition: 'dissolve' }, { durationMs: 2000 }],
      [{ durationMs: 1000 }, { durationMs: 3000 }],
    ])
    await bench.draw(board.panelIds[0]?.[0] ?? '')
    await bench.draw(board.panelIds[1]?.[1] ?? '')
    return { ...board, params: { id: board.projectId } }
  }
  type Film = Awaited<ReturnType<typeof film>>
  const timelineOf = async ({ params }: Film) => (await bench.client.getTimeline({ params })) as unknown as Timeline

  const exported = async ({ params }: Film, format: HomeFormat) =>
    (await bench.client.exportProject({ params: { ...params, format }, query: {} })).text()
  const read = (format: HomeFormat, text: string) => formats[format].read(text, { rate }).timeline
  const textOf = (timeline: Timeline, format: FormatId) => {
    const [file] = writeAs(timeline, format).files
    ok(file && 'text' in file)
    return file.text
  }
  /** The document after an editor has made these edits in it. */
  const recut = (text: string, format: HomeFormat, edits: (timeline: Timeline) => Edit[]) => {
    let count = 0
    const start = read(format, text)
    const edited = edits(start).reduce((timeline, edit) => applyEdit(timeline, edit, () => `cut-${++count}`).timeline, start)
    return { fileName: `recut.${endings[format]}`, text: textOf(edited, format) }
  }
  const clipAt = ({ tracks }: Timeline, index: number) => {
    const clip = tracks[0]?.clips[index]
    ok(clip)
    return clip
  }
  const manyEdits = (timeline: Timeline): Edit[] =>
    [
      { kind: 'ripple', clipId: clipAt(timeline, 0).id, edge: 'out', by: -12 },
      { kind: 'trim', clipId: clipAt(timeline, 4).id, edge: 'out', by: -20 },
      { kind: 'split', clipId: clipAt(timeline, 2).id, at: clipAt(timeline, 2).start },
      {
        kind: 'lift',
        trackId: timeline.tracks[0]?.id ?? '',
        from: clipAt(timeline, 3).start - 12,
        to: clipAt(timeline, 4).start - 12,
      },
    ].filter(({ kind }) => kind !== 'split') as Edit[]

  for (const format of homeFormats)
    it(`${format}: unchanged it shows no change, recut all of it is taken over and taken back`, async () => {
      const made = await film()
      const { params } = made
      const { client } = bench
      const first = await timelineOf(made)
      const text = await exported(made, format)
      const same = await client.compareTimeline({ params, body: { fileName: `cut.${endings[format]}`, text } })
      deepEqual([same.format, same.changes], [format, []])

      const document = recut(text, format, manyEdits)
      const { changes, revision } = await client.compareTimeline({ params, body: document })
      const [trimmed] = changes
      deepEqual([trimmed?.kind, trimmed?.panelId, trimmed?.sceneId], ['trimmed', made.panelIds[0]?.[0], made.sceneIds[0]])
      deepEqual([trimmed?.before?.durationFrames, trimmed?.after?.durationFrames], [48, 36])

      const step = await client.takeTimelineChanges({ params, body: { ...document, revision, take: 'all' } })
      deepEqual(step.skipped, [])
      equal(step.undo?.label, `Bring home ${document.fileName}`)
      const home = await timelineOf(made)
      const wanted = manyEdits(first).reduce((timeline, edit) => applyEdit(timeline, edit, () => 'new').timeline, first)
      deepEqual(filmOf(home), filmOf(wanted))
      const panels = (timeline: Timeline) => timeline.tracks[0]?.clips.map(({ metadata }) => metadata['panelId'])
      deepEqual(panels(home), panels(wanted))
      deepEqual((await client.compareTimeline({ params, body: document })).changes, [])

      await client.undoTimeline({ params, body: {} })
      deepEqual(filmOf(await timelineOf(made)), filmOf(first))
    })

  it('one change is taken at a time, and the others are offered again', async () => {
    const made = await film()
    const { params } = made
    const { client } = bench
    const document = recut(await exported(made, 'fcpxml'), 'fcpxml', manyEdits)
    let { changes, revision } = await client.compareTimeline({ params, body: document })
    const [moved] = changes.filter(({ kind }) => kind === 'moved')
    const alone = await client.takeTimelineChanges({
      params,
      body: { ...document, revision, take: [moved?.id ?? '', 'nothing'] },
    })
    deepEqual(
      alone.skipped.map(({ id }) => id),
      [moved?.id, 'nothing'],
    )
    match(alone.skipped[0]?.reason ?? '', /would lie over “1-01”/)
    equal(alone.revision, revision)
    // Clips that part on the way lose their dissolve, which is then one change more.
    const most = changes.length + 1
    for (let round = 0; changes.length > 0 && round < most; round++) {
      const steps: string[][] = []
      for (const { id } of changes) {
        const { skipped } = await client.takeTimelineChanges({ params, body: { ...document, revision, take: [id] } })
        steps.push(skipped.map(one => one.id))
        if (skipped.length === 0) break
      }
      deepEqual(steps.at(-1), [])
      ;({ changes, revision } = await client.compareTimeline({ params, body: document }))
    }
    deepEqual(changes, [])
    const wanted = read('fcpxml', document.text)
    deepEqual(filmOf(await timelineOf(made)), filmOf(wanted))
  })

  it('what an editor adds becomes clips: halves of panels, uploaded files by their name, and what nobody knows', async () => {
    const made = await film()
    const { params } = made
    const { client, server } = bench
    const text = await exported(made, 'otio')
    const document = recut(text, 'otio', timeline => [
      { kind: 'split', clipId: clipAt(timeline, 4).id, at: clipAt(timeline, 4).start + 24 },
    ])
    const { id: songId } = await server.context.database
      .insertInto('mediaFile')
      .values({
        ...{ id: crypto.randomUUID(), ownerId: server.owner.id, kind: 'music', name: 'Harbour song', mediaType: 'audio/mpeg' },
        ...{ blobHash: 'a'.repeat(64), bytes: 1, durationMs: 60_000, width: null, height: null },
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const withSound = read('otio', document.text)
    const sound = (id: string, name: string) => ({
      ...{ kind: 'audio' as const, id, name, url: `file:///music/${encodeURIComponent(name)}`, metadata: {} },
      ...{ rate: { num: 48_000, den: 1 }, duration: 4_800_000, audio: { channels: 2, sampleRate: 48_000 } },
    })
    const clip = clipAt(withSound, 0)
    const heard = (id: string, mediaId: string, start: number) => ({
      ...clip,
      id,
      mediaId,
      name: mediaId,
      start,
      duration: 48,
      metadata: {},
    })
    const scored: Timeline = {
      ...withSound,
      media: { ...withSound.media, song: sound('song', 'Harbour song.mp3'), wind: sound('wind', 'wind.wav') },
      tracks: [
        ...withSound.tracks,
        {
          ...{ id: 'A1', kind: 'audio', name: 'A1', muted: false, transitions: [] },
          clips: [{ ...heard('s', 'song', 0), sourceIn: 48_000 }, heard('w', 'wind', 60)],
        },
      ],
    }
    const body = { fileName: 'scored.otio', text: textOf(scored, 'otio') }
    const { revision } = await client.compareTimeline({ params, body })
    deepEqual((await client.takeTimelineChanges({ params, body: { ...body, revision, take: 'all' } })).skipped, [])
    const clips = await client.listProjectClips({ params })
    const facts = clips.items.map(({ track, startFrame, durationFrames, sourceInFrame, panelId }) => [
      track,
      startFrame,
      durationFrames,
      sourceInFrame,
      panelId,
    ])
    const last = made.panelIds[1]?.[1]
    deepEqual(facts.slice(4), [
      ['V1', 156, 24, 0, last],
      ['V1', 180, 48, 0, last],
      ['A1', 0, 48, 24, null],
      ['A1', 60, 48, 0, null],
    ])
    const home = await timelineOf(made)
    const [song, wind] = home.tracks.find(({ id }) => id === 'A1')?.clips ?? []
    equal(song?.mediaId, songId)
    deepEqual([wind?.name, home.media[wind?.mediaId ?? '']?.hash], ['wind', undefined])
  })

  it('what is drawn after a document has gone out is no change of the editor', async () => {
    const made = await film()
    const { params } = made
    for (const format of homeFormats) {
      const [panelId = ''] = made.panelIds[1] ?? []
      const text = await exported(made, format)
      await bench.draw(panelId)
      const { changes } = await bench.client.compareTimeline({ params, body: { fileName: `cut.${endings[format]}`, text } })
      deepEqual(changes, [], format)
    }
  })

  it('transitions, levels and markers are changes as well', async () => {
    const made = await film()
    const { params } = made
    const { client } = bench
    const start = read('json', await exported(made, 'json'))
    const [track] = start.tracks
    ok(track)
    const cut = clipAt(start, 1).start
    const edited: Timeline = {
      ...start,
      markers: [...start.markers, { id: 'm', at: 30, duration: 1, name: 'Here', note: 'louder', colour: 'red' }],
      tracks: [
        {
          ...track,
          clips: track.clips.map((clip, index) => (index === 4 ? { ...clip, fadeOut: 10, enabled: false } : clip)),
          transitions: [{ id: 't', kind: 'wipe', wipe: 4, cut, inOffset: 6, outOffset: 4, metadata: {} }],
        },
      ],
    }
    const body = { fileName: 'finished.json', text: textOf(edited, 'json') }
    const { changes, revision } = await client.compareTimeline({ params, body })
    deepEqual(changes.map(({ kind }) => kind).sort(), ['faded', 'marker', 'switched', 'transition', 'transition'])
    deepEqual((await client.takeTimelineChanges({ params, body: { ...body, revision, take: 'all' } })).skipped, [])
    const home = await timelineOf(made)
    deepEqual(
      home.tracks[0]?.transitions.map(({ kind, wipe, cut, inOffset, outOffset }) => [kind, wipe, cut, inOffset, outOffset]),
      [['wipe', 4, cut, 6, 4]],
    )
    deepEqual([clipAt(home, 4).fadeOut, clipAt(home, 4).enabled], [10, false])
    ok(home.markers.some(({ name, note, at }) => name === 'Here' && note === 'louder' && at === 30))
    deepEqual((await client.compareTimeline({ params, body })).changes, [])
    await client.undoTimeline({ params, body: {} })
    equal((await client.compareTimeline({ params, body })).changes.length, changes.length)
  })

  it('is refused where it runs at another rate, is no document, or the cut has moved on', async () => {
    const made = await film()
    const { params } = made
    const { client } = bench
    const start = read('json', await exported(made, 'json'))
    const other = { ...start, rate: { num: 25, den: 1 } }
    const compare = (text: string, fileName = 'x.fcpxml') => client.compareTimeline({ params, body: { fileName, text } })
    match(
      (await refusedWith('unreadable-timeline', compare(textOf(other, 'json')))).detail,
      /runs at 25 frames a second and the project at 24/,
    )
    match(
      (await refusedWith('unreadable-timeline', compare('<fcpxml version="1.10"><library/></fcpxml>'))).detail,
      /line 1, fcpxml/,
    )
    await refusedWith('unreadable-timeline', compare('{"schema":'))
    await refusedWith('unreadable-timeline', compare('Dear editor, no list is in here.'))
    const document = recut(await exported(made, 'fcpxml'), 'fcpxml', manyEdits)
    const { revision } = await client.compareTimeline({ params, body: document })
    await client.takeTimelineChanges({ params, body: { ...document, revision, take: 'all' } })
    await refusedWith('conflict', client.takeTimelineChanges({ params, body: { ...document, revision, take: 'all' } }))
  })

  it('is read for people who may edit', async () => {
    const made = await film()
    const body = { fileName: 'cut.json', text: await exported(made, 'json') }
    const { client } = await bench.server.account('outsider')
    await refusedWith('not-found', client.compareTimeline({ params: made.params, body }))
  })
})
