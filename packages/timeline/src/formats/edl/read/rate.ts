import { type Rate } from '../../../model.ts'
import { commonRates } from '../../../time/rate.ts'

/**
 * The likeliest rate of a list that does not tell: drop frame is 29.97 (59.94 with frames past 29); otherwise the smallest
 * rate whose seconds hold every frame number that occurs.
 */
export const guessRate = (text: string): Rate => {
  const isDrop = /^FCM:\s*DROP/im.test(text) || /\d\d:\d\d:\d\d;\d\d/.test(text)
  let highest = 0
  for (const match of text.matchAll(/\d\d[:;]\d\d[:;]\d\d[:;.](\d\d)/g)) highest = Math.max(highest, Number(match[1]))
  if (isDrop) return highest > 29 ? commonRates['59.94'] : commonRates['29.97']
  if (highest < 24) return commonRates['24']
  if (highest < 25) return commonRates['25']
  if (highest < 30) return commonRates['30']
  return highest < 50 ? commonRates['50'] : commonRates['60']
}
