import { deepEqual, equal, throws } from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as fc from 'fast-check'
import { BreakDownError } from '../errors.ts'
import type { Screenplay } from './model.ts'
import { readFinalDraft } from './read-final-draft.ts'
import { readFountain } from './read-fountain.ts'
import { writeFinalDraft } from './write-final-draft.ts'

/** What a screenplay says, without where it stood and which marks it needed in Fountain. */
function content({ elements }: Screenplay): unknown {
  return JSON.parse(
    JSON.stringify(elements, (key, value: unknown) =>
      ['line', 'blankLinesBefore', 'isForced'].includes(key) ? undefined : value,
    ),
  )
}
const script = (body: string) =>
  `<?xml version="1.0"?><FinalDraft DocumentType="Script" Version="1"><Content>${body}</Content></FinalDraft>`
const isMalformed = (error: unknown) => error instanceof BreakDownError && error.code === 'malformed'

describe('Final Draft', () => {
  it('reads headings with numbers, styles, dual dialogue, notes and summaries', () => {
    const { elements } = readFinalDraft(
      script(`<Paragraph Number="12A" Type="Scene Heading"><SceneProperties><Summary><Paragraph><Text>They meet.</Text></Paragraph></Summary></SceneProperties><Text>INT. CAFÉ - DAY</Text></Paragraph>
<Paragraph Type="Action"><Text>Ação: </Text><Text Style="Bold+Italic">now </Text><Text>&amp; here.</Text><ScriptNote><Paragraph><Text>check</Text></Paragraph></ScriptNote></Paragraph>
<Paragraph Type="Action"/><Paragraph/><Paragraph Type="Action"><Text></Text></Paragraph>
<Paragraph><DualDialogue><Paragraph Type="Character"><Text>ANNA (V.O.)</Text></Paragraph><Paragraph Type="Parenthetical"><Text>(low)</Text></Paragraph><Paragraph Type="Dialogue"><Text>No.</Text></Paragraph><Paragraph Type="Character"><Text>McRae</Text></Paragraph><Paragraph Type="Dialogue"><Text>Yes.</Text></Paragraph></DualDialogue></Paragraph>
<Paragraph Type="Transition"><Text>CUT TO:</Text></Paragraph>`),
    )
    deepEqual(content({ titlePage: [], elements }), [
      { kind: 'scene-heading', text: 'INT. CAFÉ - DAY', number: '12A' },
      { kind: 'synopsis', text: 'They meet.' },
      { kind: 'action', text: 'Ação: ***now*** & here.' },
      { kind: 'note', text: 'check' },
      {
        kind: 'dialogue',
        character: 'ANNA',
        extensions: ['V.O.'],
        isDual: false,
        parts: [
          { kind: 'parenthetical', text: 'low' },
          { kind: 'speech', text: 'No.' },
        ],
      },
      { kind: 'dialogue', character: 'McRae', extensions: [], isDual: true, parts: [{ kind: 'speech', text: 'Yes.' }] },
      { kind: 'transition', text: 'CUT TO:' },
    ])
  })

  it('gives back what it wrote', () => {
    const block = fc.constantFrom(
      'INT. HOUSE - DAY #1A#',
      '.LIMBO',
      '# Act',
      '= They meet.',
      'Rain & <wind> *fall* on the "roof".',
      'ANNA (V.O.)\n(low)\nHello _there_.\n(beat)\n~la la',
      'ANNA\nNo.\n\nBORIS ^\nYes.',
      'CUT TO:',
      '> THE END <',
      '~Sing',
      '[[a note]]',
      '@McRae\nWell.',
      'Ação 夜 \u{1F3AC}',
    )
    fc.assert(
      fc.property(fc.array(block, { maxLength: 12 }), blocks => {
        const screenplay = readFountain(`===\n\n${blocks.join('\n\n')}`)
        const written = { ...screenplay, elements: screenplay.elements.slice(1) }
        deepEqual(content(readFinalDraft(writeFinalDraft(written))), content(written))
      }),
    )
  })

  it('keeps title and author', () => {
    const { titlePage } = readFountain('Title: *Salt* & Line\nCredit: by\nAuthor: A. Writer\n\nINT. HOUSE')
    const read = readFinalDraft(writeFinalDraft({ titlePage, elements: [] }))
    deepEqual(
      read.titlePage.map(({ values }) => values),
      [['*Salt* & Line'], ['A. Writer']],
    )
  })

  it('refuses entities, other XML and broken XML', () => {
    throws(() => readFinalDraft('<!DOCTYPE x [<!ENTITY a "b">]><FinalDraft>&a;</FinalDraft>'), isMalformed)
    throws(() => readFinalDraft('<html/>'), isMalformed)
    throws(() => readFinalDraft('<FinalDraft><Content>'), isMalformed)
    throws(() => readFinalDraft('<FinalDraft>'.repeat(100)), isMalformed)
  })

  it('writes text that XML cannot hold without it', () => {
    const elements = readFountain('A\u0001\uFFFFB \uD800C').elements
    equal(content(readFinalDraft(writeFinalDraft({ titlePage: [], elements }))) !== null, true)
  })
})
