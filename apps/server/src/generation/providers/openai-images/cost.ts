import { z } from 'zod'

const count = z.int().min(0).max(100_000_000)
export const Usage = z.object({
  input_tokens: count,
  output_tokens: count,
  input_tokens_details: z.object({ text_tokens: count, image_tokens: count }).optional(),
})

/** Millionths of a dollar a token, of the models 2 and later: $5 a million in text, $8 in pictures, $30 out. */
const price = { text: 5, image: 8, out: 30 }

export function costOf({ input_tokens, output_tokens, input_tokens_details }: z.output<typeof Usage>): number {
  const { text_tokens, image_tokens } = input_tokens_details ?? { text_tokens: 0, image_tokens: input_tokens }
  return text_tokens * price.text + image_tokens * price.image + output_tokens * price.out
}
