import { NumberInput, Text } from '@mantine/core'
import { useDraft } from './useDraft.ts'

type Props = {
  label: string
  name: string
  value: number
  min: number
  max: number
  decimals?: number
  suffix?: string
  width?: number
  onChange: (value: number) => void
}

/** A number of the inspector; what is past its limits becomes the limit. */
export function NumberField({ label, name, value, onChange, decimals = 0, width = 104, ...limits }: Props) {
  const { shown, hold, props } = useDraft<number | string>(value, draft => {
    if (typeof draft === 'number') onChange(Math.min(limits.max, Math.max(limits.min, draft)))
    return null
  })
  return (
    <NumberInput
      {...limits}
      {...props}
      size="xs"
      w={width}
      aria-label={name}
      leftSection={<Text size="xs">{label}</Text>}
      leftSectionWidth={label.length * 7 + 12}
      decimalScale={decimals}
      clampBehavior="none"
      hideControls
      value={shown}
      onChange={next => next !== shown && hold(next)}
    />
  )
}
