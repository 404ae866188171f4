/** Seeds as a person writes them, with commas or spaces between; null when something is no seed. */
export function readSeeds(text: string): number[] | null {
  const words = text.split(/[\s,;]+/).filter(word => word !== '')
  const seeds = words.map(Number)
  const isRight = words.every(word => /^\d{1,10}$/.test(word)) && seeds.every(seed => seed <= 4_294_967_295)
  return isRight && seeds.length <= 20 ? seeds : null
}
