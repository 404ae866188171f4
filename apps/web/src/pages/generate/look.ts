import type { StyleTemplate } from '@storycanvas/api'
import type { Kind, SettingValues } from './kinds.ts'

/** What a picture is made with, apart from the words. */
export type Look = { preset: string; kind: Kind; parameters: SettingValues }

/** What is to be kept out of pictures stands in a field of its own; the other settings go by their names. */
export function keptLook({ preset, kind, parameters }: Look) {
  const { negative = '', ...others } = parameters
  return { preset, kind, parameters: others, negativePrompt: String(negative) }
}

/** Reads it back; what is neither a word nor a number is of no preset. */
export function lookOf({ preset, kind, parameters, negativePrompt }: StyleTemplate): Look {
  const set = Object.entries(parameters).filter(
    (one): one is [string, string | number] => typeof one[1] === 'string' || typeof one[1] === 'number',
  )
  return { preset, kind, parameters: { ...Object.fromEntries(set), ...(negativePrompt && { negative: negativePrompt }) } }
}

export function settingWords(template: StyleTemplate): string {
  const count = Object.keys(lookOf(template).parameters).length
  return count === 0 ? '' : `, ${count} ${count === 1 ? 'setting' : 'settings'}`
}
