import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useDraft } from './useDraft.ts'

type Props = {
  name: string
  value: string
  width: number
  longest: number
  placeholder?: string
  mayBeEmpty?: true
  /** What one writes comes in place of what is there, at once. */
  isSelected?: true
  className?: string
  variant?: 'unstyled'
  save: (text: string) => void
}

/** A text of the inspector. One that may not be empty goes back to what it was. */
export function TextField({ name, value, width, longest, mayBeEmpty, isSelected, save, className = '', ...look }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => (isSelected ? field.current?.select() : undefined), [isSelected])
  const { shown, hold, props } = useDraft(value, draft => {
    const next = draft.trim()
    if (next !== value && (mayBeEmpty || next !== '')) save(next)
    return null
  })
  return (
    <TextInput
      {...look}
      {...props}
      ref={field}
      className={className}
      size="xs"
      w={width}
      aria-label={name}
      maxLength={longest}
      value={shown}
      onChange={event => hold(event.currentTarget.value)}
    />
  )
}
