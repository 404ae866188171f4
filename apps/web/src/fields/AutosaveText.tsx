import { TextInput, type TextInputProps } from '@mantine/core'
import { GrowingText } from './GrowingText.tsx'
import { useAutosave } from './useAutosave.ts'

type Props = Pick<
  TextInputProps,
  'label' | 'placeholder' | 'description' | 'size' | 'variant' | 'className' | 'maxLength' | 'aria-label' | 'disabled' | 'list'
> & {
  value: string
  save: (value: string) => Promise<unknown>
  /** Smallest height in lines; without it the field is a single line. */
  lines?: number
  /** A single line that may not be empty goes back to what it was. */
  required?: boolean
  /** A single line that has just been made has the keyboard, and all of it is selected: one types its own words over it. */
  isNew?: boolean
}

function takeKeyboard(field: HTMLInputElement | null) {
  field?.focus()
  field?.select()
}

/** A text that saves itself. Key it by what it belongs to, so that a draft never moves to something else. */
export function AutosaveText({ value, save, lines, required = false, isNew = false, ...props }: Props) {
  const field = useAutosave(value, save)
  const shared = {
    ...props,
    value: field.value,
    error: field.error,
    'aria-busy': field.state === 'saving',
    onBlur: () => field.flush(),
    onKeyDown: (event: { key: string }) => event.key === 'Escape' && field.state === 'refused' && field.drop(),
    onChange: (event: { currentTarget: { value: string } }) => field.change(event.currentTarget.value),
  }
  if (lines !== undefined) return <GrowingText {...shared} lines={lines} />
  return (
    <TextInput
      {...shared}
      ref={isNew ? takeKeyboard : null}
      title={field.value}
      styles={{ input: { textOverflow: 'ellipsis' } }}
      required={required}
      withAsterisk={false}
      onBlur={() => (required && field.value.trim() === '' ? field.change(value) : field.flush())}
      onKeyDown={event => {
        if (event.key === 'Enter') event.currentTarget.blur()
        shared.onKeyDown(event)
      }}
    />
  )
}
