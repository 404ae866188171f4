export type PageButton = { label: string; press: () => void }

const MOST = 300

/** Every button, tab and link of the page that can be pressed now, by the name that a screen reader says. */
export function buttonsOnPage(): PageButton[] {
  const page = document.querySelector('main')
  const found = page?.querySelectorAll<HTMLElement>('button:not(:disabled), [role="tab"], a[href], summary') ?? []
  const byName = new Map<string, PageButton>()
  for (const element of found) {
    const label = nameOf(element)
    if (label === '' || byName.has(label) || element.closest('[aria-hidden="true"]') || !element.checkVisibility()) continue
    byName.set(label, { label, press: () => press(element) })
    if (byName.size === MOST) break
  }
  return [...byName.values()]
}

const nameOf = (element: HTMLElement): string =>
  (element.ariaLabel ?? element.textContent ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 120)

function press(element: HTMLElement) {
  element.focus()
  element.click()
}
