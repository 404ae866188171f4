import { readBuiltInPresets } from '../preset/built-in.ts'
import { variantOf } from '../preset/preset.ts'
import type { ModelFiles } from './node-table.ts'

/** Every file that a preset prefers, as on a server that has them all. */
export function presetFiles(): ModelFiles {
  const files: { [folder: string]: string[] } = {}
  for (const preset of readBuiltInPresets())
    for (const kind of Object.keys(preset.kinds))
      for (const { folder, names } of Object.values(variantOf(preset, kind).files)) {
        const list = (files[folder] ??= [])
        const [name = ''] = names
        if (!list.includes(name)) list.push(name)
      }
  return files
}
