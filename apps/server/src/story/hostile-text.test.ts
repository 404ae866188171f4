import { deepEqual, equal } from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import * as fc from 'fast-check'
import { importStory } from './import/import-story.ts'
import { openStory, type StoryBench } from './testing.ts'

const samples = process.env['SAMPLES_DIR'] ?? ''

describe('text from anywhere', () => {
  let bench: StoryBench
  before(async () => {
    bench = await openStory()
  })
  after(() => bench.close())

  async function naughtyStrings(): Promise<string[]> {
    const strings = JSON.parse(await readFile(join(samples, 'bad-inputs/fetched/lists/blns.json'), 'utf8')) as string[]
    return strings.filter(text => text.isWellFormed() && !text.includes('\u0000'))
  }

  it('comes back letter for letter and is found again', { skip: samples === '' ? 'SAMPLES_DIR is not set' : false }, async () => {
    const { client, newProject, newChapter, newScene } = bench
    const strings = await naughtyStrings()
    const project = await newProject('Naughty')
    const scene = await newScene((await newChapter(project, 'One')).id, 'INT. ROOM')
    const lineOf = (text: string) => ({ characterId: null, character: '', parenthetical: '', text })
    for (let start = 0; start < strings.length; start += 100) {
      const dialogue = strings.slice(start, start + 100).map(lineOf)
      await client.createPanel({ params: { id: scene.id }, body: { dialogue } })
    }
    const { items } = await client.listPanels({ params: { id: scene.id }, query: {} })
    deepEqual(
      items.flatMap(({ dialogue }) => dialogue.map(({ text }) => text)),
      strings,
    )
    for (const search of [...strings.slice(0, 60), '\u0000']) {
      const { status } = await fetch(
        `${bench.server.address}/api/v1/scenes?${new URLSearchParams({ projectId: project, search }).toString()}`,
        {
          headers: { authorization: `Bearer ${bench.server.owner.tokens.accessToken}` },
        },
      )
      equal(status, search.length > 200 || search === '\u0000' ? 400 : 200, search)
    }
  })

  it('is imported, and imported again without a change, whatever it says', async () => {
    const line = fc.oneof(
      fc.constantFrom(
        'INT. A - DAY',
        'EXT. B - NIGHT #4A#',
        '# Act',
        'MARA',
        'ILYA (O.S.)',
        '(softly)',
        'CUT TO:',
        '= synopsis',
        '[[note',
        '',
      ),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
    )
    const text = fc.array(line, { minLength: 1, maxLength: 30 }).map(lines => lines.join('\n'))
    const { server, newProject } = bench
    await fc.assert(
      fc.asyncProperty(text, async story => {
        const id = await newProject('Any text')
        const request = {
          format: 'auto',
          text: `INT. START - DAY\n\nShe sits.\n\n${story}`.replaceAll('\u0000', ''),
          preview: false,
        } as const
        const parts = { ...server.context, boardChanged: async () => {} }
        const first = await importStory(parts, id, request)
        const second = await importStory(parts, id, request)
        deepEqual(second.merged, { added: 0, changed: 0, kept: first.merged.added, missing: 0 })
        equal(second.made.panels + second.made.chapters + second.made.characters + second.made.locations, 0)
      }),
      { numRuns: 60 },
    )
  })
})
