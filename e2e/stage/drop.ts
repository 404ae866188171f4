import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Page } from 'playwright-core'

/** Drags a text file onto the page and lets it go there. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const file = { name: basename(path), text: await readFile(path, 'utf8') }
  await page.evaluate(({ name, text }) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], name, { type: 'text/plain' }))
    const drag = (target: Element, kind: string) =>
      target.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
    drag(document.body, 'dragenter')
    const zone = document.querySelector('input[type="file"]')?.parentElement
    if (!zone) throw new Error('Nothing here takes files.')
    for (const kind of ['dragenter', 'dragover', 'drop']) drag(zone, kind)
  }, file)
}
