import {
  checkEligibility,
  compilePreset,
  type Compiled,
  type Preset,
  type ServerFacts,
  sizeForAspect,
  variantOf,
} from '@storycanvas/comfyui'
import type { ProviderRequest } from '../provider.ts'

/** Where the server keeps what an attempt leaves behind: of its own, or two servers on one disk overwrite each other. */
const prefixOf = (attemptId: string) => `sc/${attemptId}`

type Options = {
  attemptId: string
  /** Names under which the server keeps the pictures that go in, by role. */
  uploaded: ReadonlyMap<string, string>
  /** Null where the server cannot be asked what it has. */
  facts: ServerFacts | null
}

/** The graph for one attempt on one server. @throws PresetError */
export function compileFor(preset: Preset, request: ProviderRequest, { attemptId, uploaded, facts }: Options): Compiled {
  const can = facts ? checkEligibility(preset, request.kind, facts) : null
  const files = can?.kind === 'eligible' ? can.files : {}
  return compilePreset(preset, request.kind, {
    files,
    parameters: { ...parametersOf(preset, request), ...Object.fromEntries(uploaded), prefix: prefixOf(attemptId) },
  })
}

/** What the preset is asked for, without what differs from server to server. */
export function parametersOf(preset: Preset, { kind, prompt, negativePrompt, width, height, aspect, seed }: ProviderRequest) {
  const size = width === null || height === null ? sizeForAspect(preset, aspect) : { width, height }
  const { parameters } = variantOf(preset, kind)
  const words = [
    ['prompt', prompt],
    ['negative', negativePrompt],
  ] as const
  return { ...size, seed, ...Object.fromEntries(words.filter(([name, text]) => text !== '' && Object.hasOwn(parameters, name))) }
}
