import { deepEqual, equal, match, ok } from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { toWebVtt, type Timeline, validate } from '@storycanvas/timeline'
import { strFromU8, unzipSync } from 'fflate'
import { refusedWith } from '../../testing.ts'
import { boarded, type CutBench, openCut } from '../testing.ts'
import { bundle } from './bundle.ts'

describe('exports', () => {
  let bench: CutBench
  let projectId: string
  before(async () => {
    bench = await openCut()
    const dialogue = [{ characterId: null, character: 'Mara', parenthetical: 'softly', text: 'It never came.' }]
    const panels = [
      { durationMs: 1000, description: 'Mara waits by the door.', transition: 'wipe' as const },
      { durationMs: 2000, dialogue },
    ]
    const board = await boarded(bench.client, [panels], { name: 'Räume / 2' })
    projectId = board.projectId
    await bench.draw(board.panelIds[0]?.[0] ?? '')
  })
  after(() => bench.close())

  const download = async (format: string, query: object = {}) => {
    const response = await bench.client.exportProject({ params: { id: projectId, format }, query })
    return { headers: response.headers, text: await response.text() }
  }

  it('offer every format with what it would lose of this cut', async () => {
    const { items } = await bench.client.listExportFormats({ params: { id: projectId } })
    const byId = new Map(items.map(item => [item.id, item]))
    for (const id of ['fcpxml', 'edl', 'resolve', 'otio', 'json', 'vtt', 'srt', 'fountain', 'fdx']) ok(byId.has(id), id)
    const codes = (id: string) => byId.get(id)?.losses.map(({ code, count }) => `${code} ${count}`) ?? []
    ok(codes('fcpxml').includes('media-offline 1'))
    ok(codes('fcpxml').includes('wipe-approximated 1'))
    deepEqual(codes('vtt'), [])
    deepEqual(codes('json'), ['media-offline 1'])
  })

  it('can all be downloaded, named after the project', async () => {
    const { items } = await bench.client.listExportFormats({ params: { id: projectId } })
    for (const { id, extension, mediaType } of items) {
      const { headers, text } = await download(id)
      ok(text.length > 0, id)
      const name = decodeURIComponent(/filename\*=UTF-8''(\S+)/.exec(headers.get('content-disposition') ?? '')?.[1] ?? '')
      // A wipe is a file of its own beside an MLT document.
      const [ending, type] = id === 'mlt' ? ['.zip', 'application/zip'] : [extension, mediaType]
      ok(name.startsWith('Räume - 2') && name.endsWith(ending), `${id}: ${name}`)
      equal(headers.get('content-type')?.split(';')[0], type.split(';')[0], id)
    }
  })

  it('name the files of drawn panels, and no address for the others', async () => {
    const timeline = JSON.parse((await download('json')).text) as Timeline
    deepEqual(validate(timeline), [])
    const [drawn, open] = timeline.tracks[0]?.clips.map(({ mediaId }) => timeline.media[mediaId]) ?? []
    match(drawn?.url ?? '', /^media\/1-01-[0-9a-f]{8}\.png$/)
    match(drawn?.hash ?? '', /^[0-9a-f]{64}$/)
    deepEqual([open?.url, open?.hash], [undefined, undefined])
    equal((await download('vtt')).text, toWebVtt(timeline))
  })

  it('differ for the page: signed addresses that open', async () => {
    const timeline = (await bench.client.getTimeline({ params: { id: projectId } })) as unknown as Timeline
    const [drawn] = timeline.tracks[0]?.clips ?? []
    const picture = await fetch(bench.server.address + timeline.media[drawn?.mediaId ?? '']?.url)
    equal(picture.headers.get('content-type'), 'image/png')
    deepEqual(
      timeline.captions.map(({ speaker, start }) => [speaker, start]),
      [['Mara', 24]],
    )
  })

  it('take versions and styles of their format, and name those that it lacks', async () => {
    match((await download('fcpxml', { version: '1.9' })).text, /<fcpxml version="1.9"/)
    ok((await download('edl', { style: 'avid' })).text.startsWith('TITLE:'))
    const ask = (format: string, query: object) => bench.client.exportProject({ params: { id: projectId, format }, query })
    equal((await refusedWith('invalid-request', ask('fcpxml', { version: '9' }))).errors[0]?.field, 'version')
    equal((await refusedWith('invalid-request', ask('edl', { style: 'nobody' }))).errors[0]?.field, 'style')
    match((await refusedWith('not-found', ask('aaf', {}))).detail, /“aaf”.*fcpxml/)
  })

  it('write the screenplay', async () => {
    const { text, headers } = await download('fountain')
    equal(headers.get('content-type'), 'text/plain; charset=utf-8')
    match(text, /^Title: Räume \/ 2\n/)
    match(text, /INT\. ROOM 1/)
    match(text, /MARA\n\(softly\)\nIt never came\./)
    match((await download('fdx')).text, /<FinalDraft /)
  })

  it('say why a cut cannot be written', async () => {
    const { projectId: slow } = await boarded(bench.client, [[{}]])
    // The API takes no such rate; a database that was filled by other means may hold one.
    await bench.server.context.database.updateTable('project').set({ rateNum: 1, rateDen: 1001 }).where('id', '=', slow).execute()
    const asked = bench.client.exportProject({ params: { id: slow, format: 'edl' }, query: {} })
    match((await refusedWith('not-possible-now', asked)).detail, /frame rate/)
    const { items } = await bench.client.listExportFormats({ params: { id: slow } })
    equal(items.find(({ id }) => id === 'edl')?.losses[0]?.code, 'not-writable')
  })

  it('come as a package with the files that they name, under the names by which they name them', async () => {
    const { items } = await bench.client.listExportFormats({ params: { id: projectId } })
    const silent = new Set(['edl'])
    for (const { id } of items.filter(({ takesMedia }) => takesMedia)) {
      const response = await bench.client.exportProject({ params: { id: projectId, format: id }, query: { media: 'package' } })
      const bytes = new Uint8Array(await response.arrayBuffer())
      equal(Number(response.headers.get('content-length')), bytes.length, id)
      match(response.headers.get('content-disposition') ?? '', /\.zip/)
      const files = unzipSync(bytes)
      const [picture = '', ...others] = Object.keys(files).filter(name => name.startsWith('media/'))
      deepEqual(others, [], id)
      deepEqual([...(files[picture] ?? [])].slice(1, 4), [...Buffer.from('PNG')], id)
      const documents = Object.keys(files).filter(name => !name.startsWith('media/') && name !== 'OFFLINE.txt')
      const names = documents.some(name => strFromU8(files[name] ?? new Uint8Array()).includes(picture))
      equal(names, !silent.has(id), id)
      match(strFromU8(files['OFFLINE.txt'] ?? new Uint8Array()), /\r\n {2}1-02\r\n/)
    }
    const asked = bench.client.exportProject({ params: { id: projectId, format: 'vtt' }, query: { media: 'package' } })
    equal((await refusedWith('invalid-request', asked)).errors[0]?.field, 'media')
  })

  it('offer the versions and readers that each format knows', async () => {
    const { items } = await bench.client.listExportFormats({ params: { id: projectId } })
    const optionsOf = (format: string) =>
      items.find(({ id }) => id === format)?.options.map(({ name, values }) => [name, values[0]?.value])
    deepEqual(optionsOf('fcpxml'), [
      ['version', '1.10'],
      ['style', 'fcp'],
    ])
    deepEqual(optionsOf('edl'), [['style', 'premiere']])
    deepEqual(optionsOf('otio'), [])
  })

  it('are for those who may see the project', async () => {
    const { client } = await bench.server.account('outsider')
    await refusedWith('not-found', client.exportProject({ params: { id: projectId, format: 'edl' }, query: {} }))
    await refusedWith('not-found', client.getTimeline({ params: { id: projectId } }))
  })
})

it('several files come as one archive', () => {
  const files = [1, 2].map(n => ({ name: `list ${n}.edl`, type: 'text/plain', text: `TITLE: ${n}` }))
  const { body, fileName, mediaType } = bundle('film.zip', files)
  deepEqual([fileName, mediaType], ['film.zip', 'application/zip'])
  const found = Object.entries(unzipSync(body as Buffer)).map(([name, bytes]) => [name, strFromU8(bytes)])
  deepEqual(found, [
    ['list 1.edl', 'TITLE: 1'],
    ['list 2.edl', 'TITLE: 2'],
  ])
})
