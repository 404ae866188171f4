import { Button, Collapse, Group, NumberInput, Select, SimpleGrid, Stack, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconAdjustments } from '@tabler/icons-react'
import type { PresetSetting, SettingValues } from './kinds.ts'
import { settingLabel } from './settingLabel.ts'

type Props = {
  settings: readonly PresetSetting[]
  /** Only what differs from the preset's own. */
  values: SettingValues
  onChange: (values: SettingValues) => void
}

/** What a preset lets one set; what is left alone stays as the preset has it. */
export function Settings({ settings, values, onChange }: Props) {
  const [isOpen, { toggle }] = useDisclosure(false)
  if (settings.length === 0) return null
  const set = (setting: PresetSetting, value: string | number) => {
    const { [setting.name]: _old, ...others } = values
    onChange(value === setting.usual ? others : { ...others, [setting.name]: value })
  }
  const count = Object.keys(values).length
  return (
    <Stack gap="sm">
      <Group gap="sm">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconAdjustments size={14} aria-hidden />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {count === 0 ? 'Settings' : `Settings, ${count} changed`}
        </Button>
        {count > 0 && (
          <Button size="compact-sm" variant="subtle" onClick={() => onChange({})}>
            As the preset has them
          </Button>
        )}
      </Group>
      <Collapse expanded={isOpen}>
        <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm">
          {settings
            .filter(({ kind }) => kind !== 'text')
            .map(setting => (
              <Field key={setting.name} setting={setting} value={values[setting.name]} onChange={value => set(setting, value)} />
            ))}
        </SimpleGrid>
        {settings
          .filter(({ kind }) => kind === 'text')
          .map(setting => (
            <Field key={setting.name} setting={setting} value={values[setting.name]} onChange={value => set(setting, value)} />
          ))}
      </Collapse>
    </Stack>
  )
}

type FieldProps = { setting: PresetSetting; value: string | number | undefined; onChange: (value: string | number) => void }

function Field({ setting, value = setting.usual, onChange }: FieldProps) {
  const label = settingLabel(setting)
  if (setting.kind === 'choice')
    return (
      <Select
        label={label}
        data={setting.options}
        value={String(value)}
        allowDeselect={false}
        onChange={chosen => chosen && onChange(chosen)}
      />
    )
  if (setting.kind === 'text')
    return (
      <Textarea
        mt="sm"
        label={label}
        autosize
        maxRows={5}
        value={String(value)}
        onChange={event => onChange(event.currentTarget.value)}
      />
    )
  const { min, max, kind } = setting
  const step = setting.kind === 'integer' ? (setting.step ?? 1) : max - min <= 2 ? 0.05 : 0.5
  return (
    <NumberInput
      label={label}
      description={`${min} to ${max}`}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...{ min, max, step }}
      clampBehavior="blur"
      allowDecimal={kind === 'number'}
      value={value}
      onChange={typed => typeof typed === 'number' && onChange(typed)}
    />
  )
}
