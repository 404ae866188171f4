import { estimateCost, type Preset, variantOf } from '@storycanvas/comfyui'
import type { JobKind, Server } from '@storycanvas/placement'
import type { ServerRow } from '../servers/open.ts'
import type { Settings } from '../settings.ts'
import { isResting } from '../servers/trust.ts'

/** Seconds on the reference card that count as one unit of work. */
const unit = 30
/** Of a disk that holds models. */
const loadGigabytesPerSecond = 2
/** Where a server does not tell. */
const ampleMemory = 1000

const able = (preset: string, kind: string) => `${preset} ${kind}`
const otherThan = (serverId: string) => `not ${serverId}`

/** What jobs of a preset need, apart from the servers that they may not go to again. */
export function jobKindOf(preset: Preset, kind: string, excluded: readonly string[]): JobKind {
  const files = Object.values(variantOf(preset, kind).files)
  const [heavy] = [...files].sort((a, b) => b.gigabytes - a.gigabytes)
  const all = files.reduce((sum, { gigabytes }) => sum + gigabytes, 0)
  const key = able(preset.id, kind)
  return {
    id: [key, ...excluded].join('\n'),
    preset: preset.id,
    heavy: { name: heavy?.names[0] ?? preset.id, gigabytes: heavy?.gigabytes ?? 0 },
    stack: key,
    lightGigabytes: all - (heavy?.gigabytes ?? 0),
    files: [key, ...excluded.map(otherThan)],
    nodes: [],
    vramGigabytes: 0,
  }
}

/** How much of a preset's work one job is: films of the same preset and size take alike. */
export function workOf(preset: Preset, kind: string, given: Settings): number {
  const { parameters } = variantOf(preset, kind)
  const usual = parameters.steps && 'default' in parameters.steps ? parameters.steps.default : 20
  const steps = Number(given.steps ?? usual)
  const frames = preset.frames ? { frames: Number(given.frames ?? preset.frames.default) } : {}
  return Math.max(0.01, estimateCost(preset, { ...preset.size.default, steps, ...frames }).seconds / unit)
}

export const slotId = (serverId: string, slot: number) => `${serverId} ${slot}`

/** One slot of a server as placement sees it. `isOpen` false: it finishes what it has and gets nothing more. */
export function placementServer(row: ServerRow, slot: number, isOpen: boolean, all: readonly ServerRow[]): Server {
  const { profile, presets } = row
  const checks = (profile?.checks ?? []).filter(
    ({ preset, reasons }) => reasons.length === 0 && (presets === null || presets.includes(preset)),
  )
  return {
    id: slotId(row.id, slot),
    state: isResting(row.trust) ? 'broken' : isOpen ? 'up' : 'draining',
    vramGigabytes: profile?.memory ?? ampleMemory,
    loadGigabytesPerSecond,
    files: new Set([
      ...checks.map(({ preset, kind }) => able(preset, kind)),
      ...all.filter(({ id }) => id !== row.id).map(({ id }) => otherThan(id)),
    ]),
    nodes: 'any',
  }
}
