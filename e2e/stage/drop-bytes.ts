import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Locator } from 'playwright-core'

type Place = { x: number; y: number; type: string }

/** Drags a file over an element and lets it go at a point of it, in CSS pixels from its corner. */
export async function dropBytes(element: Locator, path: string, { x, y, type }: Place): Promise<void> {
  const file = { name: basename(path), base64: await readFile(path, 'base64'), x, y, type }
  await element.evaluate((target, { name, base64, x, y, type }) => {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([bytes], name, { type }))
    const box = target.getBoundingClientRect()
    const place = { clientX: box.left + x, clientY: box.top + y }
    for (const kind of ['dragenter', 'dragover', 'drop'])
      target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true, ...place }))
  }, file)
}
