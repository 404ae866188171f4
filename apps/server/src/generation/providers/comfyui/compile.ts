import {
  checkEligibility,
  compilePreset,
  type Compiled,
  type Lora,
  prefixOf,
  prefixOfSeveral,
  type Preset,
  type ServerFacts,
  sizeForAspect,
  variantOf,
  withLoras,
} from '@storycanvas/comfyui'
import type { ProviderRequest } from '../provider.ts'

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
  const prefix = savers(preset, request.kind) > 1 ? prefixOfSeveral(attemptId) : prefixOf(attemptId)
  const compiled = compilePreset(preset, request.kind, {
    files,
    parameters: { ...parametersOf(preset, request), ...Object.fromEntries(uploaded), prefix },
  })
  // A model that is loaded in a way of its own takes no LoRA and is drawn with as it is.
  return { ...compiled, graph: withLoras(compiled.graph, lorasAt(request, facts)) ?? compiled.graph }
}

const savers = (preset: Preset, kind: string) =>
  Object.values(variantOf(preset, kind).graph).filter(({ inputs }) => Object.values(inputs).some(isPrefix)).length

const isPrefix = (value: unknown) => typeof value === 'object' && value !== null && '$' in value && value.$ === 'prefix'

/** As the server spells them: it may keep a file in a folder of its own. */
function lorasAt({ loras = [] }: ProviderRequest, facts: ServerFacts | null): Lora[] {
  const offered = facts?.objectInfo.get('LoraLoader')?.inputs.get('lora_name')?.options ?? []
  const names = offered.filter(option => typeof option === 'string')
  return loras.map(({ file, weight }) => ({
    file: names.find(name => name === file) ?? names.find(name => name.split(/[\\/]/).at(-1) === file) ?? file,
    weight,
  }))
}

/** What the preset is asked for, without what differs from server to server. */
export function parametersOf(preset: Preset, request: ProviderRequest) {
  const { kind, prompt, negativePrompt, width, height, aspect, seed } = request
  const { negative = '', ...set } = request.parameters ?? {}
  const size = width === null || height === null ? sizeForAspect(preset, aspect) : { width, height }
  const { parameters } = variantOf(preset, kind)
  const words = [
    ['prompt', prompt],
    ['negative', [negativePrompt, negative].filter(text => text !== '').join(', ')],
  ] as const
  return {
    ...size,
    seed,
    ...set,
    ...Object.fromEntries(words.filter(([name, text]) => text !== '' && Object.hasOwn(parameters, name))),
  }
}
