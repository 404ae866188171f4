import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Locator } from 'playwright-core'

type Place = { x: number; y: number; type: string }

/** Drags a file, that lies somewhere or is given, over an element and lets it go at a point of it, in CSS pixels from its corner. */
export async function dropBytes(
  element: Locator,
  given: string | { name: string; bytes: Buffer },
  { x, y, type }: Place,
): Promise<void> {
  const { name, bytes } = typeof given === 'string' ? { name: basename(given), bytes: await readFile(given) } : given
  const file = { name, base64: bytes.toString('base64'), x, y, type }
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
