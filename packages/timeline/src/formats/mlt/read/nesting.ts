import type { XmlElement } from '../../../xml/document.ts'
import { refuse } from './value.ts'

const deepest = 50

/** Elements by their id, as tracks and entries name them. */
export type ById = ReadonlyMap<string, XmlElement>

const partsOf = (element: XmlElement): XmlElement[] => {
  const wanted = element.name === 'tractor' ? 'track' : element.name === 'playlist' ? 'entry' : null
  return wanted === null ? [] : element.children.filter(one => one.name === wanted)
}

const targetOf = (part: XmlElement, byId: ById): XmlElement | undefined => byId.get(part.attributes['producer'] ?? '')

/** @throws UnreadableTimeline where a tractor or playlist contains itself. */
export const refuseCircles = (tractor: XmlElement, byId: ById): void => {
  const done = new Set<XmlElement>()
  const visit = (element: XmlElement, path: readonly XmlElement[]): void => {
    if (path.length > deepest) refuse(element, `sequences nested more than ${deepest} deep`)
    for (const part of partsOf(element)) {
      const target = targetOf(part, byId)
      if (!target || done.has(target)) continue
      if (path.includes(target)) refuse(part, `“${target.attributes['id'] ?? ''}” contains itself`)
      visit(target, [...path, target])
      done.add(target)
    }
  }
  visit(tractor, [tractor])
}

/** A playlist with the track element that shows it. */
export type Shown = { readonly track: XmlElement; readonly playlist: XmlElement }

/** Playlists of a tractor's tracks from the lowest up. Kdenlive wraps each track, and its whole sequence, in one more tractor. */
export const playlistsOf = (tractor: XmlElement, byId: ById, isOutermost = true): Shown[] =>
  partsOf(tractor).flatMap((track): Shown[] => {
    const target = targetOf(track, byId)
    if (target?.name === 'tractor') return playlistsOf(target, byId, false)
    if (target?.name !== 'playlist') return []
    return isOutermost || partsOf(target).length > 0 ? [{ track, playlist: target }] : []
  })

/** Whether a tractor mixes two producers, as editors write a transition; any other one is a sequence of its own. */
export const isMix = (tractor: XmlElement, byId: ById): boolean => {
  const targets = partsOf(tractor).map(track => targetOf(track, byId)?.name)
  return targets.length === 2 && targets.every(name => name !== 'playlist' && name !== 'tractor')
}
