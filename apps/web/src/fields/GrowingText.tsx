import { Textarea, type TextareaProps } from '@mantine/core'

/** Where the browser lets a field grow with its text; where not, its text is measured, which costs a layout for each field. */
const growsInCss = globalThis.CSS?.supports?.('field-sizing', 'content') ?? false

type Props = Omit<TextareaProps, 'autosize' | 'minRows' | 'maxRows'> & {
  /** Smallest height in lines. */
  lines: number
  /** Largest height in lines, beyond which it scrolls. */
  mostLines?: number
}

/** A text field as high as its text. */
export function GrowingText({ lines, mostLines = 40, ...props }: Props) {
  return (
    <Textarea
      {...props}
      autosize={!growsInCss}
      minRows={lines}
      maxRows={mostLines}
      classNames={{ input: 'growing' }}
      styles={{ input: { '--min-rows': lines, '--max-rows': mostLines } }}
    />
  )
}
