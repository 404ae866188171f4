import { plainText } from './emphasis.ts'
import { readCue } from './marks.ts'
import type { DialogueBlock, Screenplay, ScreenplayElement } from './model.ts'
import type { FinalDraftParagraph } from './read-final-draft.ts'

const PLACED = { blankLinesBefore: 1 }

/** Gathers the paragraphs of a Final Draft script into elements: cue, parenthetical and speech become one block. */
export class FinalDraftPage {
  readonly #elements: ScreenplayElement[] = []
  readonly #title: string[] = []
  readonly #notes: ScreenplayElement[] = []
  #speech: DialogueBlock | null = null

  add(paragraph: FinalDraftParagraph): void {
    const { place, line } = paragraph
    const text = paragraph.text.trim()
    if (place === 'script' && text === '') this.#releaseNotes()
    if (text === '') return
    if (place === 'title') this.#title.push(text)
    // A note closes before the paragraph that it hangs on, and comes after it.
    else if (place === 'note') this.#notes.push({ kind: 'note', text: plainText(text), line, ...PLACED })
    else if (place === 'summary') this.#notes.push({ kind: 'synopsis', text, line, ...PLACED })
    else {
      if (paragraph.startsPage) this.#push({ kind: 'page-break', line, ...PLACED })
      this.#addScript(paragraph, text)
      this.#releaseNotes()
    }
  }

  /** A note on a speech waits for the end of the block, which it would cut in two. */
  #releaseNotes(): void {
    if (this.#speech === null) this.#elements.push(...this.#notes.splice(0))
  }

  finish(): Screenplay {
    this.#closeSpeech()
    const [title, ...credits] = this.#title
    const author = credits.findIndex(line => /^(?:written )?by$/i.test(line))
    const titlePage = [
      ...(title === undefined ? [] : [{ key: 'Title', values: [title] }]),
      ...(credits[author + 1] === undefined || author < 0 ? [] : [{ key: 'Author', values: [credits[author + 1]!] }]),
    ]
    return { titlePage, elements: this.#elements }
  }

  #addScript({ type, number, dualColumn, line }: FinalDraftParagraph, text: string): void {
    if (type === 'Character') return this.#openSpeech(text, dualColumn > 1, line)
    // Lyrics right below a cue are sung by that character; below a finished speech they stand alone.
    const isSung =
      type === 'Singing' || (type === 'Lyrics' && this.#speech?.parts.every(part => part.kind === 'parenthetical') === true)
    if (this.#speech !== null && (type === 'Dialogue' || type === 'Parenthetical' || isSung)) {
      const kind = type === 'Dialogue' ? 'speech' : isSung ? 'lyric' : 'parenthetical'
      this.#speech.parts.push({ kind, text: kind === 'parenthetical' ? text.replace(/^\(|\)$/g, '').trim() : text, line })
      return undefined
    }
    const outline = /^Outline (\d)$/.exec(type)
    if (type === 'Scene Heading') return this.#push({ kind: 'scene-heading', text, number, isForced: false, line, ...PLACED })
    if (type === 'Transition') return this.#push({ kind: 'transition', text, isForced: false, line, ...PLACED })
    if (type === 'Lyrics' || type === 'Singing') return this.#push({ kind: 'lyrics', text, line, ...PLACED })
    if (type === 'End of Act') return this.#push({ kind: 'centred', text, line, ...PLACED })
    if (type === 'New Act' || outline !== null)
      return this.#push({ kind: 'section', level: Number(outline?.[1] ?? 1), text, line, ...PLACED })
    if (type === 'Outline Body') return this.#push({ kind: 'synopsis', text, line, ...PLACED })
    return this.#push({ kind: 'action', text, isForced: false, line, ...PLACED })
  }

  #openSpeech(text: string, isDual: boolean, line: number): void {
    this.#closeSpeech()
    const cue = readCue(`@${plainText(text)}`)
    if (cue === null) this.#push({ kind: 'action', text, isForced: false, line, ...PLACED })
    else this.#speech = { kind: 'dialogue', ...cue, isDual, isForced: false, parts: [], line, ...PLACED }
  }

  #push(element: ScreenplayElement): void {
    this.#closeSpeech()
    this.#elements.push(element)
  }

  #closeSpeech(): void {
    const speech = this.#speech
    this.#speech = null
    // A cue that says nothing is text like any other.
    if (speech !== null) {
      this.#elements.push(
        speech.parts.length > 0
          ? speech
          : { kind: 'action', text: speech.character, isForced: false, line: speech.line, ...PLACED },
      )
    }
    if (speech !== null) this.#releaseNotes()
  }
}
