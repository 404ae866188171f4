import { deepEqual, equal, ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { plainText, styledSpans } from './emphasis.ts'
import type { ScreenplayElement } from './model.ts'
import { readFountain } from './read-fountain.ts'
import { writeFountain } from './write-fountain.ts'

/** One short word per element: its kind, and what tells it apart. */
function outline(element: ScreenplayElement): string {
  switch (element.kind) {
    case 'scene-heading':
      return `heading ${element.text}${element.number === null ? '' : ` #${element.number}`}`
    case 'dialogue':
      return [
        `cue ${[element.character, ...element.extensions].join('|')}${element.isDual ? '^' : ''}`,
        ...element.parts.map(part => `${part.kind} ${part.text}`),
      ].join(' / ')
    case 'section':
      return `section${element.level} ${element.text}`
    case 'page-break':
      return element.kind
    case 'synopsis':
    case 'action':
    case 'transition':
    case 'lyrics':
    case 'centred':
    case 'note':
    case 'boneyard':
      break
  }
  return `${element.kind} ${element.text}`
}

const SPECIFICATION: [construct: string, source: string, elements: string[]][] = [
  ['heading', 'INT. HOUSE - DAY', ['heading INT. HOUSE - DAY']],
  ['heading in small letters', 'ext. brick & mortar - dusk', ['heading ext. brick & mortar - dusk']],
  ['heading EST', 'EST. PARIS - DAWN', ['heading EST. PARIS - DAWN']],
  ['heading INT./EXT', 'INT./EXT. CAR - DAY', ['heading INT./EXT. CAR - DAY']],
  ['heading INT/EXT', 'INT/EXT CAR - DAY', ['heading INT/EXT CAR - DAY']],
  ['heading I/E', 'I/E CAR - DAY', ['heading I/E CAR - DAY']],
  ['heading without an empty line after it', 'INT. HOUSE\nA fire burns.', ['heading INT. HOUSE', 'action A fire burns.']],
  ['no heading inside a word', 'INTERIOR monologue runs on.', ['action INTERIOR monologue runs on.']],
  ['forced heading', '.SNIPER SCOPE POV', ['heading SNIPER SCOPE POV']],
  ['an ellipsis is no forced heading', '...and the door shuts.', ['action ...and the door shuts.']],
  ['scene number', 'INT. HOUSE - DAY #1A-b.#', ['heading INT. HOUSE - DAY #1A-b.']],
  ['scene number on a forced heading', '.BLACK #110(b)#', ['heading BLACK #110(b)']],
  ['Chinese heading', '会议室 内 夜', ['heading 会议室 内 夜']],
  ['action keeps its line ends and indentation', 'One.\n\tTwo.', ['action One.\n    Two.']],
  ['forced action', '!SCANNING THE AISLES...\nWhere is he?', ['action SCANNING THE AISLES...\nWhere is he?']],
  ['dialogue', 'STEEL\nThe man!', ['cue STEEL / speech The man!']],
  ['dialogue of two lines', 'STEEL\nOne.\nTwo.', ['cue STEEL / speech One.\nTwo.']],
  ['a cue needs a line below it', 'STEEL\n\nThe man!', ['action STEEL', 'action The man!']],
  ['extension in small letters', 'HANS (on the radio)\nWhat?', ['cue HANS|on the radio / speech What?']],
  ['two extensions', "MOM (O. S.) (CONT'D)\nLuke!", ["cue MOM|O. S.|CONT'D / speech Luke!"]],
  ['name with a number', 'R2D2\nBeep.', ['cue R2D2 / speech Beep.']],
  ['a number alone is no name', '23\nlines', ['action 23\nlines']],
  ['forced cue', '@McCLANE\nYippie.', ['cue McCLANE / speech Yippie.']],
  ['Cyrillic cue', 'АННА\nПривет.', ['cue АННА / speech Привет.']],
  ['Chinese cue', '张三\n你好。', ['cue 张三 / speech 你好。']],
  [
    'parenthetical',
    'STEEL\n(starting the engine)\nGo!\n(beat)\nNow!',
    ['cue STEEL / parenthetical starting the engine / speech Go! / parenthetical beat / speech Now!'],
  ],
  ['two spaces hold a speech open', 'DAN\nOne.\n  \nTwo.\n\nAction.', ['cue DAN / speech One.\n\nTwo.', 'action Action.']],
  ['dual dialogue', 'BRICK\nNo.\n\nSTEEL ^\nNo!', ['cue BRICK / speech No.', 'cue STEEL^ / speech No!']],
  ['lyrics', '~Willy Wonka!', ['lyrics Willy Wonka!']],
  ['lyrics in dialogue', 'ANNA\n~La la\nThere.', ['cue ANNA / lyric La la / speech There.']],
  ['transition', 'CUT TO:', ['transition CUT TO:']],
  ['a transition stands alone', 'CUT TO:\nthe chase', ['action CUT TO:\nthe chase']],
  ['forced transition', '> Burn to White.', ['transition Burn to White.']],
  ['centred', '> THE END <', ['centred THE END']],
  ['page break', '===', ['page-break']],
  ['section', '# Act\n## Sequence', ['section1 Act', 'section2 Sequence']],
  ['synopsis', '= They meet.', ['synopsis They meet.']],
  ['note alone', '[[check this]]', ['note check this']],
  ['note over two lines', '[[one\ntwo]]', ['note one\ntwo']],
  ['note over a line of two spaces', '[[one\n  \ntwo]]', ['note one\n  \ntwo']],
  ['an empty line ends a note', '[[one\n\ntwo]]', ['action [[one', 'action two]]']],
  ['nothing in a note is markup', 'See [[a\n# b\n]] this.', ['action See [[a\n# b\n]] this.']],
  ['boneyard', 'One.\n\n/*\nINT. GONE\n\nLost.\n*/\n\nTwo.', ['action One.', 'boneyard \nINT. GONE\n\nLost.\n', 'action Two.']],
  ['boneyard inside a line', 'One /* lost */ two.', ['boneyard  lost ', 'action One two.']],
  ['note and boneyard on one line', 'Go [[a]] /* b */ on.', ['boneyard  b ', 'action Go [[a]] on.']],
  ['unclosed boneyard', 'One /* two.', ['action One /* two.']],
  ['FADE IN: is no title page', 'FADE IN:\n\nINT. HOUSE', ['action FADE IN:', 'heading INT. HOUSE']],
]

describe('Fountain', () => {
  for (const [construct, source, elements] of SPECIFICATION) {
    it(`reads ${construct}`, () => deepEqual(readFountain(source).elements.map(outline), elements))
  }

  it('reads the title page with values beside and below the key', () => {
    const { titlePage, elements } = readFountain(
      'Title:\n\t_**BRICK & STEEL**_\n\tRetired\nAuthor: Stu\nDraft date: 1/20\n\nINT. HOUSE',
    )
    deepEqual(titlePage, [
      { key: 'Title', values: ['_**BRICK & STEEL**_', 'Retired'] },
      { key: 'Author', values: ['Stu'] },
      { key: 'Draft date', values: ['1/20'] },
    ])
    deepEqual(elements.map(outline), ['heading INT. HOUSE'])
  })

  it('knows the source line of every element and speech, across boneyards', () => {
    const { elements } = readFountain('Title: X\n\nINT. A\n\n/* one\ntwo */\nANNA\nHello.\n(beat)\nYes.')
    deepEqual(
      elements.map(element => element.line),
      [3, 5, 7],
    )
    const [, , dialogue] = elements
    deepEqual(dialogue?.kind === 'dialogue' && dialogue.parts.map(part => part.line), [8, 9, 10])
  })

  it('reads emphasis, nested and escaped, and leaves lone marks alone', () => {
    const styles = (text: string) =>
      styledSpans(text).map(
        part => `${part.isBold ? 'b' : ''}${part.isItalic ? 'i' : ''}${part.isUnderlined ? 'u' : ''}:${part.text}`,
      )
    deepEqual(styles('a *b* **c** ***d*** _e_'), [':a ', 'i:b', ': ', 'b:c', ': ', 'bi:d', ': ', 'u:e'])
    deepEqual(styles('_under *both* under_'), ['u:under ', 'iu:both', 'u: under'])
    deepEqual(styles('\\*not\\* 2 * 3 * 4'), [':*not* 2 * 3 * 4'])
    deepEqual(styles('*no\nemphasis* over lines'), [':*no', ':\n', ':emphasis* over lines'])
    equal(plainText('He *never* [[ask]] said\n_that_.'), 'He never said that.')
  })

  it('reads a megabyte of marks in linear time', () => {
    const source = '*_[[(#'.repeat(160_000)
    equal(readFountain(source).elements.length, 1)
    ok(plainText(source).length > 0)
  })
})

const MARKS = [
  '',
  '',
  '',
  '  ',
  '[[',
  ']]',
  '/*',
  '*/',
  '!',
  '@',
  '#',
  '>',
  '.',
  '~',
  '=',
  '^',
  '!/* a */ B',
  '/* a */ /* b */',
  'Title: X',
]
const FRAGMENTS = [...SPECIFICATION.flatMap(([, source]) => source.split('\n')), ...MARKS]
const anyScript = fc
  .array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string({ unit: 'grapheme' })), { maxLength: 16 })
  .map(lines => lines.join('\n'))

/** What a screenplay says, without where it stood and how it was marked. */
function content(source: string): unknown {
  const { titlePage, elements } = readFountain(source)
  return { titlePage, elements: elements.map(outline) }
}

describe('Fountain round trip', () => {
  it('reads back what it wrote, for any text', () => {
    fc.assert(
      fc.property(anyScript, source => {
        deepEqual(content(writeFountain(readFountain(source))), content(source))
      }),
      { numRuns: 2000 },
    )
  })

  it('settles after one writing', () => {
    fc.assert(
      fc.property(anyScript, source => {
        const once = writeFountain(readFountain(source))
        equal(writeFountain(readFountain(once)), once)
      }),
      { numRuns: 1000 },
    )
  })

  it('loses no word', () => {
    const words = (text: string) => (text.match(/[\p{L}\p{N}]+/gu) ?? []).sort()
    fc.assert(
      fc.property(anyScript, source => {
        deepEqual(words(writeFountain(readFountain(source))), words(source))
      }),
      { numRuns: 1000 },
    )
  })

  it('forces what an element would otherwise not be read as', () => {
    const place = { line: 1, blankLinesBefore: 1 }
    const text = writeFountain({
      titlePage: [],
      elements: [
        { kind: 'scene-heading', text: 'Black', number: '1', isForced: false, ...place },
        { kind: 'action', text: 'EXT. is on the door', isForced: false, ...place },
        {
          kind: 'dialogue',
          character: 'McCoy',
          extensions: [],
          isDual: false,
          isForced: false,
          ...place,
          parts: [{ kind: 'speech', text: 'Jim.', line: 1 }],
        },
        { kind: 'transition', text: 'Burn out.', isForced: false, ...place },
      ],
    })
    equal(text, '\n.Black #1#\n\n!EXT. is on the door\n\n@McCoy\nJim.\n\n> Burn out.\n')
  })

  const samples = process.env['SAMPLES_DIR']
  it('survives every naughty string as action, heading and speech', {
    skip: samples === undefined && 'SAMPLES_DIR is not set',
  }, () => {
    const naughty = JSON.parse(readFileSync(`${samples}/bad-inputs/fetched/lists/blns.json`, 'utf8')) as string[]
    for (const text of naughty) {
      for (const source of [text, `INT. ${text}`, `ANNA\n${text}\n\n${text}`]) {
        deepEqual(content(writeFountain(readFountain(source))), content(source))
      }
    }
  })
})
