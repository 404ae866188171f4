import type { Moment } from './moments.ts'

/** In moments. */
const LATELY = 8

/**
 * Who stands where in a scene. The order from left to right is fixed when somebody first appears and never changes, so
 * that the camera stays on one side of the line between them (the 180° rule).
 */
export class Stage {
  readonly #order: string[] = []
  readonly #present = new Map<string, number>()
  #moment = 0

  /** Whoever speaks is there from the start, unless the first that is told of them is how they come in. */
  constructor(moments: readonly Moment[]) {
    const speakers = new Set(
      moments.flatMap(moment => (moment.kind === 'speech' && !moment.isOffScreen ? [moment.character] : [])),
    )
    for (const moment of moments) {
      const names = moment.kind === 'speech' ? (moment.isOffScreen ? [] : [moment.character]) : moment.subjects
      for (const name of names) {
        if (this.#order.includes(name)) continue
        this.#order.push(name)
        if (speakers.has(name) && moment.kind !== 'entrance') this.#present.set(name, 0)
      }
    }
  }

  get present(): string[] {
    return this.#order.filter(name => this.#present.has(name))
  }

  /** Those who matter right now: whoever did or said something lately. */
  get active(): string[] {
    return this.present.filter(name => this.#moment - this.#present.get(name)! <= LATELY)
  }

  /** Takes note of who takes part in the next moment; whoever was away is back. */
  proceed(names: readonly string[]): void {
    this.#moment += 1
    for (const name of names) {
      if (!this.#order.includes(name)) this.#order.push(name)
      this.#present.set(name, this.#moment)
    }
  }

  leave(name: string): void {
    this.#present.delete(name)
  }

  fromLeft(names: readonly string[]): string[] {
    return this.#order.filter(name => names.includes(name))
  }

  isOnLeft(name: string): boolean {
    return this.#order.indexOf(name) === 0
  }
}
