import { deepEqual, equal, ok, throws } from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { CameraMove, Framing, ShotSize } from '@storycanvas/api'
import * as fc from 'fast-check'
import { breakDown } from './break-down.ts'
import { detectFormat } from './detect-format.ts'
import { BreakDownError } from './errors.ts'
import { plainText } from './screenplay/emphasis.ts'
import { readFountain } from './screenplay/read-fountain.ts'
import { writeFinalDraft } from './screenplay/write-final-draft.ts'
import { PANEL_LIMITS_MS } from './shots/pace.ts'
import type { Panel, Scene, Story } from './story.ts'

const EXAMPLES = new URL('../../../../../examples/', import.meta.url)
const example = (name: string) => readFileSync(new URL(name, EXAMPLES), 'utf8')
const scenesOf = (story: Story) => story.chapters.flatMap(chapter => chapter.scenes)
const panelsOf = (story: Story) => scenesOf(story).flatMap(scene => scene.panels)
const names = (story: Story) => story.characters.map(character => character.name)
const words = (text: string) =>
  text
    .split(/\s+/)
    .filter(word => word !== '')
    .join(' ')

/** What holds for the breakdown of any text. */
function checkLaws(story: Story): void {
  const cast = new Set(names(story))
  for (const scene of scenesOf(story)) {
    equal(
      scene.durationMs,
      scene.panels.reduce((sum, panel) => sum + panel.durationMs, 0),
    )
    scene.panels.forEach((panel, index) => checkPanel(panel, scene.panels[index - 1], cast))
    checkSides(scene)
  }
  equal(new Set(story.characters.map(character => character.colour)).size, Math.min(48, story.characters.length))
}

function checkPanel(panel: Panel, before: Panel | undefined, cast: ReadonlySet<string>): void {
  ok(
    ShotSize.options.includes(panel.shotSize) &&
      Framing.options.includes(panel.framing) &&
      CameraMove.options.includes(panel.cameraMove),
  )
  ok(
    Number.isInteger(panel.durationMs) && panel.durationMs >= PANEL_LIMITS_MS.min && panel.durationMs <= PANEL_LIMITS_MS.max,
    `${panel.durationMs} ms`,
  )
  for (const { character } of panel.dialogue) ok(cast.has(character), `${character} speaks and is not in the cast`)
  for (const character of panel.characters) ok(cast.has(character), `${character} is shown and is not in the cast`)
  ok(panel.description !== '' && panel.imagePrompt.includes(panel.description))
  const frame = ({ shotSize, framing, angle, characters, subject }: Panel) =>
    [shotSize, framing, angle, ...characters, framing === 'over-the-shoulder' ? subject : ''].join('|')
  ok(before === undefined || frame(panel) !== frame(before), `two panels alike: ${frame(panel)}`)
}

/** The 180° rule: whoever was left of somebody stays left of them for the whole scene. */
function checkSides({ panels }: Scene): void {
  const leftOf = new Set<string>()
  for (const { characters } of panels) {
    equal(new Set(characters).size, characters.length)
    characters.forEach((left, index) => {
      for (const right of characters.slice(index + 1)) {
        ok(!leftOf.has(`${right}\n${left}`), `${left} and ${right} changed sides`)
        leftOf.add(`${left}\n${right}`)
      }
    })
  }
}

/** Every speech of the source, in order, and every speech on the panels, must be the same words. */
function checkDialogue(source: string, story: Story): void {
  const written = readFountain(source).elements.flatMap(element =>
    element.kind === 'dialogue'
      ? element.parts.filter(part => part.kind !== 'parenthetical').map(part => plainText(part.text))
      : [],
  )
  const shown = panelsOf(story).flatMap(panel => panel.dialogue.map(line => line.text))
  equal(words(shown.join(' ')), words(written.join(' ')))
}

describe('the breakdown of the examples', () => {
  it('boards a two-page scene for two', () => {
    const source = example('the-last-reel.fountain')
    const story = breakDown({ format: 'auto', text: source })
    checkLaws(story)
    checkDialogue(source, story)
    deepEqual(
      [story.format, story.title, story.author, names(story)],
      ['fountain', 'The Last Reel', 'StoryCanvas', ['Marta', 'Ilya']],
    )
    const [scene] = scenesOf(story)
    deepEqual(
      [scene?.location, scene?.setting, scene?.timeOfDay, scene?.transition],
      ['Orpheum Cinema, Projection Booth', 'interior', 'night', 'fade'],
    )
    ok(story.durationMs > 150_000 && story.durationMs < 260_000)
    equal(story.characters[0]?.description, "64, in a man's cardigan")
  })

  it('boards a short film of ten pages', () => {
    const source = example('salt-line.fountain')
    const story = breakDown({ format: 'auto', text: source })
    checkLaws(story)
    checkDialogue(source, story)
    deepEqual(names(story).toSorted(), ['Dev', 'Joss', 'Kell', 'Nora', 'Peg', 'Tam'])
    deepEqual(
      story.chapters.map(chapter => chapter.title),
      ['The Warning', 'The Key', 'The Wheel'],
    )
    ok(story.locations.length >= 8)
    const panels = panelsOf(story).length
    ok(panels >= 110 && panels <= 170, `${panels} panels`)
    ok(story.durationMs >= 8 * 60_000 && story.durationMs <= 12 * 60_000, `${story.durationMs / 60_000} minutes`)
    deepEqual(new Set(scenesOf(story).map(scene => scene.timeOfDay)), new Set(['dusk', 'night', 'dawn']))
  })

  it('boards a fable in prose, with its animals and without its villages', () => {
    const story = breakDown({ format: 'auto', text: example('the-lamp-that-walked.md') })
    checkLaws(story)
    deepEqual([story.format, story.title], ['prose', 'The Lamp That Walked'])
    deepEqual(names(story).toSorted(), ['Fox', 'Heron', 'Ines', 'Mayor Bartholomew', 'Pedlar'])
    deepEqual(
      story.locations.map(location => location.name),
      ['Great Marsh', 'Old Mill'],
    )
    equal(scenesOf(story).length, 6)
    deepEqual(panelsOf(story).find(panel => panel.dialogue[0]?.text === 'For whoever comes.')?.dialogue[0]?.character, 'Ines')
  })

  it('holds most shots still and covers talk from more than one side', () => {
    const panels = panelsOf(breakDown({ format: 'auto', text: example('salt-line.fountain') }))
    ok(panels.filter(panel => panel.cameraMove === 'static').length > panels.length * 0.75)
    for (const framing of ['establishing', 'single', 'two-shot', 'over-the-shoulder', 'insert', 'point-of-view'] as const) {
      ok(
        panels.some(panel => panel.framing === framing),
        `no ${framing}`,
      )
    }
  })
})

const SPEECHES = [
  'No.',
  'Wait! Come back!',
  'I was eleven. I believed everything that came with a stamp on it.',
  'Where is *he*?',
  `Long ${'and longer, '.repeat(30)}done.`,
]
const ACTIONS = [
  'ANNA (40) enters.',
  'Boris runs away. She looks at the letter.',
  'Silence.',
  'The door opens. Rain.',
  'CLOSE ON the key.',
  'They fight.',
]
const CUES = ['ANNA', 'BORIS (O.S.)', '@McRae', 'CLARA ^', 'ANNA AND BORIS', 'АННА']
const anyScript = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'INT. HOUSE - DAY',
        'EXT. FIELD - LATER #4#',
        '.LIMBO',
        '# Act',
        '= Synopsis',
        'CUT TO:',
        '> The End <',
        '[[note]]',
        '===',
      ),
      fc.constantFrom(...ACTIONS),
      fc
        .tuple(fc.constantFrom(...CUES), fc.constantFrom('', '(softly)\n', '(beat)\n'), fc.constantFrom(...SPEECHES))
        .map(([cue, way, speech]) => `${cue}\n${way}${speech}`),
      fc.string({ unit: 'grapheme' }),
    ),
    { minLength: 1, maxLength: 30 },
  )
  .map(parts => parts.join('\n\n'))

describe('the breakdown of any text', () => {
  it('keeps the laws of the board and every spoken word, in order', () => {
    fc.assert(
      fc.property(anyScript, text => {
        const source = `INT. START - DAY\n\nANNA\nHello.\n\n${text}`
        const story = breakDown({ format: 'fountain', text: source })
        checkLaws(story)
        checkDialogue(source, story)
        deepEqual(breakDown({ format: 'fountain', text: source }), story)
      }),
      { numRuns: 400 },
    )
  })

  it('keeps the laws for prose in any script', () => {
    const sentence = fc.constantFrom(
      '"Go," said Anna.',
      'The old man looked up.',
      '„Nein“, sagte er.',
      '「行こう」と彼は言った。',
      'That night, in the kitchen, Anna slept.',
      'هذا نص عربي.',
      '— Oui, dit-elle.',
      '***',
      '\n\n',
      "'Run!' cried Tom.",
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(sentence, fc.string({ unit: 'grapheme' })), { minLength: 1, maxLength: 30 }), parts => {
        checkLaws(breakDown({ format: 'prose', text: `Once. ${parts.join(' ')}` }))
      }),
      { numRuns: 400 },
    )
  })

  it('falls back to paragraphs where it knows no language', () => {
    const story = breakDown({ format: 'auto', text: '昔々、山の中に古い寺がありました。\n\n誰もそこへ行きませんでした。' })
    deepEqual([story.format, story.characters.length, panelsOf(story).length], ['prose', 0, 2])
  })

  it('says what is wrong with a text that it cannot take', () => {
    const code = (text: string) => {
      try {
        breakDown({ format: 'auto', text })
        return null
      } catch (error) {
        return error instanceof BreakDownError ? error.code : error
      }
    }
    deepEqual([code(''), code(' \n\t'), code('---')], ['empty', 'empty', 'empty'])
    equal(code('a'.repeat(5 * 1024 * 1024 + 1)), 'too-large')
    equal(code('PK\u0003\u0004\u0000\u0000 some zip'), 'binary')
    throws(() => breakDown({ format: 'auto', text: '\uFFFD'.repeat(40) + 'x' }), /plain text/)
  })

  it('boards a Final Draft file as it boards the same script in Fountain', () => {
    const source = example('salt-line.fountain')
    const fountain = breakDown({ format: 'auto', text: source })
    const finalDraft = breakDown({ format: 'auto', text: writeFinalDraft(readFountain(source)) })
    checkLaws(finalDraft)
    equal(finalDraft.format, 'final-draft')
    deepEqual(
      panelsOf(finalDraft).map(panel => panel.description),
      panelsOf(fountain).map(panel => panel.description),
    )
  })

  it('tells a screenplay from prose', () => {
    equal(detectFormat('INT. HOUSE - DAY\n\nAnna waits.'), 'fountain')
    equal(detectFormat('ANNA\nHello.\n\nBORIS\nHello.'), 'fountain')
    equal(detectFormat('He was in the house.\n\nIT WAS LATE\nand cold.'), 'prose')
  })

  const samples = process.env['SAMPLES_DIR']
  it('survives hostile lists in every place of a story', { skip: samples === undefined && 'SAMPLES_DIR is not set' }, () => {
    const naughty = JSON.parse(readFileSync(`${samples}/bad-inputs/fetched/lists/blns.json`, 'utf8')) as string[]
    const lists = [`${samples}/bad-inputs/lists`, `${samples}/bad-inputs/fetched/lists`].flatMap(folder =>
      readdirSync(folder).map(name => `${folder}/${name}`),
    )
    const lines = lists.flatMap(path => readFileSync(path, 'utf8').split('\n').slice(0, 300))
    for (const text of [...naughty, ...lines]) {
      for (const source of [text, `INT. ${text} - DAY\n\n${text}\n\nANNA\n${text}`, `"${text}" said Anna.`]) {
        for (const format of ['fountain', 'prose'] as const) {
          try {
            checkLaws(breakDown({ format, text: source }))
          } catch (error) {
            if (!(error instanceof BreakDownError)) throw error
          }
        }
      }
    }
  })

  it('is not slowed down by a hostile megabyte', () => {
    for (const unit of ['"', 'A ', 'a, ', 'ANNA\n(x)\n', '.', 'Anna Bo ', '[[', 'said the ', "'A, "]) {
      checkLaws(breakDown({ format: 'auto', text: `x ${unit.repeat(200_000 / unit.length)}` }))
    }
  })

  it('reads a long run of blanks, marks or dots in one go', () => {
    const [blanks, marks] = [' '.repeat(1_000_000), '#'.repeat(1_000_000)]
    const bold = `<FinalDraft><Content><Paragraph Type="Action"><Text Style="Bold">Mara${blanks}waits.</Text></Paragraph></Content></FinalDraft>`
    ok(panelsOf(breakDown({ format: 'final-draft', text: bold })).length > 0)
    for (const heading of [`# One ${marks} two`, `# One${blanks}two`])
      ok(panelsOf(breakDown({ format: 'prose', text: `${heading}\n\nMara waits.` })).length > 0)
    ok(panelsOf(breakDown({ format: 'prose', text: `Mara waits. ${'. '.repeat(30_000)}` })).length > 10)
  })

  it('takes names with marks in them for what they are', () => {
    for (const name of ['Ꭰ-', 'MARY-ANN', 'A.B.*', '(X)', '[Y]'])
      checkLaws(breakDown({ format: 'fountain', text: `INT. ROOM\n\n@${name}\nHello.\n\n${name} leaves.` }))
    checkLaws(breakDown({ format: 'auto', text: 'Ꭰ-\n!' }))
  })
})
