import type { XmlElement } from './element.ts'
import { readInside } from './inside.ts'

/** Folded elements that are kept open: readers look at neighbours, and what lives on for longer costs the collector more. */
const mostOpen = 8

/** The elements of one document that are folded: their text stands for what they hold until somebody looks. */
export class Folds {
  readonly #text: string
  readonly #ignored: ReadonlySet<string>
  readonly #open: Folded[] = []

  constructor(text: string, ignored: ReadonlySet<string>) {
    this.#text = text
    this.#ignored = ignored
  }

  unfold(element: Folded, from: number, to: number): Pick<XmlElement, 'children' | 'text'> {
    this.#open.push(element)
    if (this.#open.length > mostOpen) this.#open.shift()?.fold()
    return readInside(this.#text.slice(from, to), { line: element.line, ignored: this.#ignored })
  }

  holds(tag: string, from: number, to: number): boolean {
    return this.#text.slice(from, to).includes(tag)
  }
}

/** An element whose content is read when it is asked for, and forgotten when enough others have been. */
export class Folded implements XmlElement {
  readonly name: string
  readonly attributes: XmlElement['attributes']
  readonly line: number
  readonly #folds: Folds
  readonly #from: number
  #to = 0
  #inside: Pick<XmlElement, 'children' | 'text'> | null = null

  constructor(start: Pick<XmlElement, 'name' | 'attributes' | 'line'>, from: number, folds: Folds) {
    this.name = start.name
    this.attributes = start.attributes
    this.line = start.line
    this.#from = from
    this.#folds = folds
  }

  /** Where its end tag begins. */
  end(to: number): void {
    this.#to = to
  }

  fold(): void {
    this.#inside = null
  }

  get children(): XmlElement['children'] {
    return this.#read().children
  }

  get text(): string {
    return this.#read().text
  }

  holds(name: string): boolean {
    return this.#folds.holds(`<${name}`, this.#from, this.#to)
  }

  #read(): Pick<XmlElement, 'children' | 'text'> {
    this.#inside ??= this.#folds.unfold(this, this.#from, this.#to)
    return this.#inside
  }
}

/** Whether somewhere inside may be an element of that name, told without unfolding anything. */
export const mayHold = (element: XmlElement, name: string): boolean => !(element instanceof Folded) || element.holds(name)
