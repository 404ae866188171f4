const HUES = 24
// Two lightness rows keep 48 characters apart on paper as well as on a dark page.
const LIGHTNESS = [0.42, 0.62]

/** A colour for each name, from the name itself, so that it stays when the cast grows; a taken one moves to the next free. */
export function characterColours(names: readonly string[]): Map<string, string> {
  const slots = HUES * LIGHTNESS.length
  const taken = new Set<number>()
  const colours = new Map<string, string>()
  for (const name of names) {
    if (colours.has(name)) continue
    if (taken.size === slots) taken.clear()
    let slot = hash(name.normalize('NFC').toLowerCase()) % slots
    // 7 shares no factor with 48, so the walk meets every slot, and neighbours in it differ plainly in hue.
    while (taken.has(slot)) slot = (slot + 7) % slots
    taken.add(slot)
    colours.set(name, hex((slot % HUES) / HUES, LIGHTNESS[Math.floor(slot / HUES)]!))
  }
  return colours
}

/** FNV-1a, 32 bits: small, stable across runs and machines. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193)
  return value >>> 0
}

function hex(hue: number, lightness: number): string {
  const saturation = 0.62
  const reach = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const position = (offset + hue * 12) % 12
    const value = lightness - reach * Math.max(-1, Math.min(position - 3, 9 - position, 1))
    return Math.round(value * 255)
      .toString(16)
      .padStart(2, '0')
  }
  return `#${channel(0)}${channel(8)}${channel(4)}`
}
