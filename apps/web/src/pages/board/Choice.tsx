import { Select } from '@mantine/core'
import type { Panel } from '@storycanvas/api'
import { memo } from 'react'
import { choicesOf } from '../../film/words.ts'

type Named = Pick<Panel, 'shotSize' | 'framing' | 'angle' | 'cameraMove' | 'transition'>
type Props<Name extends keyof Named> = {
  label: string
  name: Name
  options: readonly Named[Name][]
  /** Null where it is not one for all. */
  value: Named[Name] | null
  onChoose: (fields: Partial<Named>) => void
  placeholder?: string
  /** The list opens within the part that holds the focus. */
  isWithin?: boolean
}

function ChoiceOf<Name extends keyof Named>({ label, name, options, value, onChoose, placeholder, isWithin }: Props<Name>) {
  return (
    <Select
      label={label}
      {...(placeholder === undefined ? {} : { placeholder })}
      comboboxProps={{ withinPortal: !isWithin }}
      data={choicesOf(options)}
      value={value}
      onChange={value => {
        const chosen = options.find(option => option === value)
        if (chosen) onChoose({ [name]: chosen })
      }}
    />
  )
}

/** One of the words for how a panel is shot. Panels mostly have the same: what does not change is not rendered anew. */
export const Choice = memo(ChoiceOf) as typeof ChoiceOf
