import { withoutHeading } from './screenplay/with-heading.ts'

/** What is needed of a scene to find it again in a new version of the text. */
export interface MatchableScene {
  number: string | null
  heading: string
  text: string
}

export interface ScenePair<Existing, Incoming> {
  existing: Existing
  incoming: Incoming
}

export interface SceneMatch<Existing, Incoming> {
  /** The same words under the same heading: nothing that was made from them is stale. */
  kept: ScenePair<Existing, Incoming>[]
  /** The same scene, rewritten, renamed or renumbered. */
  changed: ScenePair<Existing, Incoming>[]
  added: Incoming[]
  removed: Existing[]
}

/** Below this share of common word pairs two texts are different scenes. */
const LEAST_LIKENESS = 0.3
/** A scene number alone is believed unless the text shares next to nothing: writers renumber when they insert. */
const LEAST_LIKENESS_BY_NUMBER = 0.08

/**
 * Merges a re-import: every existing scene meets at most one incoming scene. Identical scenes find each other first, so
 * that automatic renumbering cannot tear them apart; then number, then heading, then likeness of the text decide.
 * Order plays no part in who meets whom, so a moved scene is kept. All lists are in the order of their input.
 */
export function matchScenes<Existing extends MatchableScene, Incoming extends MatchableScene>(
  existing: readonly Existing[],
  incoming: readonly Incoming[],
): SceneMatch<Existing, Incoming> {
  const old = existing.map(fingerprint)
  const fresh = incoming.map(fingerprint)
  const partner = new Map<number, number>()
  const taken = new Set<number>()
  const pair = (newIndex: number, oldIndex: number) => {
    partner.set(newIndex, oldIndex)
    taken.add(oldIndex)
  }
  const rounds: ((a: Fingerprint, b: Fingerprint) => boolean)[] = [
    (a, b) => isSame(a, b) && a.number === b.number,
    isSame,
    (a, b) => a.number !== '' && a.number === b.number && (a.heading === b.heading || likeness(a, b) >= LEAST_LIKENESS_BY_NUMBER),
    (a, b) => a.heading !== '' && a.heading === b.heading && likeness(a, b) >= LEAST_LIKENESS,
    (a, b) => likeness(a, b) >= LEAST_LIKENESS,
    (a, b) => a.heading !== '' && a.heading === b.heading,
  ]
  for (const belongs of rounds) {
    fresh.forEach((scene, newIndex) => {
      if (partner.has(newIndex)) return
      const candidates = old.flatMap((each, oldIndex) => (!taken.has(oldIndex) && belongs(scene, each) ? [oldIndex] : []))
      const best = closest(scene, newIndex, candidates, old)
      if (best !== undefined) pair(newIndex, best)
    })
  }
  const pairs = [...partner].sort(([a], [b]) => a - b)
  const isKept = ([newIndex, oldIndex]: [number, number]) => isSame(fresh[newIndex]!, old[oldIndex]!)
  const toPair = ([newIndex, oldIndex]: [number, number]) => ({ existing: existing[oldIndex]!, incoming: incoming[newIndex]! })
  return {
    kept: pairs.filter(isKept).map(toPair),
    changed: pairs.filter(each => !isKept(each)).map(toPair),
    added: incoming.filter((_, index) => !partner.has(index)),
    removed: existing.filter((_, index) => !taken.has(index)),
  }
}

interface Fingerprint {
  number: string
  heading: string
  text: string
  /** Pairs of neighbouring words. */
  pairs: Set<string>
}

/** Unicode form, case and spacing are no difference: editors change them without asking. Nor is a heading said once more. */
function fingerprint({ number, heading, text }: MatchableScene): Fingerprint {
  const plain = canonical(withoutHeading(text, heading))
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? []
  const pairs = new Set(words.length < 2 ? words : words.slice(1).map((word, index) => `${words[index]} ${word}`))
  return { number: canonical(number ?? ''), heading: canonical(heading), text: plain, pairs }
}

function canonical(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ').trim()
}

function isSame(a: Fingerprint, b: Fingerprint): boolean {
  return a.heading === b.heading && a.text === b.text
}

/** Shared word pairs over all of them, 0 to 1. */
function likeness(a: Fingerprint, b: Fingerprint): number {
  if (a.pairs.size === 0 || b.pairs.size === 0) return 0
  const [small, large] = a.pairs.size < b.pairs.size ? [a.pairs, b.pairs] : [b.pairs, a.pairs]
  let shared = 0
  for (const each of small) if (large.has(each)) shared += 1
  return shared / (a.pairs.size + b.pairs.size - shared)
}

/** The likest; among equals the one that stands nearest to the same position. */
function closest(
  scene: Fingerprint,
  position: number,
  candidates: readonly number[],
  old: readonly Fingerprint[],
): number | undefined {
  if (candidates.length < 2) return candidates[0]
  const scored = candidates.map(index => ({
    index,
    likeness: likeness(scene, old[index]!),
    distance: Math.abs(index - position),
  }))
  return scored.sort((a, b) => b.likeness - a.likeness || a.distance - b.distance)[0]!.index
}
