import type { PresetGuide, PresetNow } from '@storycanvas/api'
import type { Kind } from '../../generate/kinds.ts'

/** One thing that can be made from a picture. Two ways may be one kind: what goes in beside the picture tells them apart. */
export type Way = { id: string; kind: Kind; label: string; beside: readonly PresetGuide['name'][] }

export const ways: readonly Way[] = [
  { id: 'inpaint', kind: 'inpaint', label: 'Part of it anew', beside: ['mask'] },
  { id: 'image-to-image', kind: 'image-to-image', label: 'Another picture from it', beside: [] },
  { id: 'controlnet', kind: 'controlnet', label: 'Another picture along its lines', beside: [] },
  { id: 'image-to-video', kind: 'image-to-video', label: 'A film that begins with it', beside: [] },
  { id: 'first-last', kind: 'image-to-video', label: 'A film from it to another picture', beside: ['last-frame'] },
  { id: 'lip-sync', kind: 'lip-sync', label: 'A film in which it speaks', beside: ['voice'] },
]

/** What a preset takes beside words and the picture when it makes this; null where it does not. */
function besideOf({ guides }: PresetNow, kind: Kind): PresetGuide['name'][] | null {
  const own = guides.find(one => one.kind === kind)?.guides.map(({ name }) => name)
  return own?.includes('picture') ? own.filter(name => name !== 'picture') : null
}

/** Presets that go this way, those that can begin now first. */
export function presetsFor({ kind, beside }: Way, presets: readonly PresetNow[]): PresetNow[] {
  const going = presets.filter(preset => besideOf(preset, kind)?.sort().join() === beside.toSorted().join())
  return going.toSorted((a, b) => Number(whyWaits(a, kind) !== null) - Number(whyWaits(b, kind) !== null))
}

/** Why nothing of it would be made now, in words. */
export const whyWaits = ({ waits }: PresetNow, kind: Kind): string | null => waits.find(one => one.kind === kind)?.reason ?? null
