import type { ObjectInfo } from '../graph/object-info.ts'
import { requiredNodes, variantOf, type Preset, type PresetFile, type PresetVariant } from './preset.ts'

/** What is known of a server. */
export type ServerFacts = {
  readonly objectInfo: ObjectInfo
  /** As ComfyUI says it; null where a server does not tell, and then it is not held against it. */
  readonly version: string | null
  /** Gigabytes of the largest device; null where unknown. */
  readonly memory: number | null
}

export type Eligibility =
  /** `files` goes into `compilePreset`. */
  | { readonly kind: 'eligible'; readonly files: { readonly [file: string]: string } }
  /** Sentences that end “The server …”. */
  | { readonly kind: 'not-eligible'; readonly reasons: readonly string[] }

/** Whether a server can run a preset, and with which of its files; every reason why not. */
export function checkEligibility(preset: Preset, kind: string, server: ServerFacts): Eligibility {
  const variant = variantOf(preset, kind)
  const { objectInfo, version, memory } = server
  const nodes = requiredNodes(variant).filter(node => !objectInfo.has(node))
  const chosen = Object.entries(variant.files).map(([file, wanted]) => ({
    file,
    wanted,
    found: nodes.length === 0 ? findFile(variant, file, wanted, objectInfo) : undefined,
  }))
  const reasons = [
    ...(version !== null && isOlder(version, preset.minVersion)
      ? [`runs ComfyUI ${version}; ${preset.name} needs ${preset.minVersion}`]
      : []),
    ...nodes.map(node => `has no node ${node}`),
    ...(nodes.length > 0 ? [] : chosen.flatMap(({ found, wanted }) => (found === undefined ? [lacks(wanted)] : []))),
    ...(memory !== null && memory < preset.memory.least
      ? [`has ${round(memory)} GB of video memory; ${preset.name} needs ${preset.memory.least}`]
      : []),
  ]
  if (reasons.length > 0) return { kind: 'not-eligible', reasons }
  return {
    kind: 'eligible',
    files: Object.fromEntries(chosen.flatMap(({ file, found }) => (found === undefined ? [] : [[file, found]]))),
  }
}

/** A server may keep the file in a folder of its own, and spells that with the slash of its system. */
function findFile(variant: PresetVariant, file: string, { names }: PresetFile, info: ObjectInfo): string | undefined {
  const places = Object.values(variant.graph).flatMap(node =>
    Object.entries(node.inputs).flatMap(([input, value]) =>
      typeof value === 'object' && '$file' in value && value.$file === file ? [info.get(node.class_type)?.inputs.get(input)] : [],
    ),
  )
  const [offered = [], ...others] = places.map(spec => spec?.options?.filter(option => typeof option === 'string') ?? [])
  const common = offered.filter(option => others.every(other => other.includes(option)))
  for (const name of names) {
    const found = common.find(option => option === name) ?? common.find(option => option.split(/[\\/]/).at(-1) === name)
    if (found !== undefined) return found
  }
  return undefined
}

function lacks({ folder, names: [first, ...others] }: PresetFile): string {
  return `has no ${first} in ${folder}${others.length === 0 ? '' : ` (${others.join(' or ')} would do)`}`
}

function isOlder(version: string, wanted: string): boolean {
  const numbers = (text: string) => (/\d+(\.\d+)*/.exec(text)?.[0] ?? '').split('.').map(Number)
  const has = numbers(version)
  for (const [at, number] of numbers(wanted).entries()) {
    if ((has[at] ?? 0) !== number) return (has[at] ?? 0) < number
  }
  return false
}

function round(gigabytes: number) {
  return Math.round(gigabytes * 10) / 10
}
