import { escapeXml } from './escape.ts'

export type Attributes = { readonly [name: string]: string | number | undefined }

const linesOfPage = 1000

const spaces = Array.from({ length: 24 }, (_, depth) => '  '.repeat(depth))

/** Builds an indented document line by line: linear in its size, and never a tree in memory. */
export class XmlWriter {
  readonly #pages: string[] = []
  #lines: string[] = []
  readonly #open: string[] = []
  readonly #depth: number

  /** A fragment to be appended to another document knows how deep it will stand there. */
  constructor(fragmentDepth?: number) {
    this.#depth = fragmentDepth ?? 0
    if (fragmentDepth === undefined) this.#lines.push('<?xml version="1.0" encoding="UTF-8"?>')
  }

  #indent(): string {
    return spaces[this.#depth + this.#open.length] ?? ''
  }

  /** A line made of parts takes several times its length until it is joined. */
  #push(line: string): void {
    if (this.#lines.push(line) < linesOfPage) return
    this.#pages.push(this.#lines.join('\n'))
    this.#lines = []
  }

  #start(name: string, attributes: Attributes): string {
    let text = `${this.#indent()}<${name}`
    for (const key in attributes) {
      const value = attributes[key]
      if (value !== undefined) text += ` ${key}="${typeof value === 'number' ? value : escapeXml(value)}"`
    }
    return text
  }

  doctype(name: string): this {
    this.#lines.push(`<!DOCTYPE ${name}>`)
    return this
  }

  /** Opens an element; give back with {@link close}. */
  open(name: string, attributes: Attributes = {}): this {
    this.#push(`${this.#start(name, attributes)}>`)
    this.#open.push(name)
    return this
  }

  close(): this {
    const name = this.#open.pop()
    this.#push(`${this.#indent()}</${name}>`)
    return this
  }

  /** An element without children, with text if given. */
  leaf(name: string, attributes: Attributes = {}, text?: string | number): this {
    const start = this.#start(name, attributes)
    if (text === undefined) this.#push(`${start}/>`)
    else this.#push(`${start}>${typeof text === 'number' ? text : escapeXml(text)}</${name}>`)
    return this
  }

  append(fragment: XmlWriter): this {
    for (const page of fragment.#pages) this.#push(page)
    for (const line of fragment.#lines) this.#push(line)
    return this
  }

  /** The finished document; every element has to be closed. */
  toString(): string {
    return `${[...this.#pages, ...this.#lines].join('\n')}\n`
  }
}
