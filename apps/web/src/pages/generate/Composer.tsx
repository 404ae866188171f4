import { Button, Group, NumberInput, Select, Stack, Text, TextInput } from '@mantine/core'
import type { PresetNow, ProjectTree } from '@storycanvas/api'
import { IconBrush } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { newKey } from '../../api/newKey.ts'
import { estimateQuery, keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { panelsOf } from '../../api/tree.ts'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { money } from '../../shell/money.ts'
import { PromptPreview } from '../board/inspector/PromptPreview.tsx'
import styles from './Generate.module.css'
import { givenByPanel, type Kind, kindLabel, settingsOf, type SettingValues } from './kinds.ts'
import { scopesOf } from './scope.ts'
import { readSeeds } from './seeds.ts'
import { Settings } from './Settings.tsx'
import { PresetSelect } from './PresetSelect.tsx'
import { WaitNote } from './WaitNote.tsx'

type Props = {
  tree: ProjectTree
  preset: PresetNow
  presets: readonly PresetNow[]
  onPreset: (id: string) => void
  wantedKind: Kind
  onKind: (kind: Kind) => void
  set: SettingValues
  onSet: (values: SettingValues) => void
  saveStyle: (style: string) => Promise<unknown>
}

/** What is to be drawn, with what, how often, and what it costs. */
export function Composer({ tree, preset, presets, onPreset, wantedKind, onKind, set, onSet, saveStyle }: Props) {
  const { project } = tree
  const scopes = scopesOf(tree)
  const [scopeName, setScope] = useState('all')
  const [takes, setTakes] = useState(1)
  const [seedText, setSeedText] = useState('')
  const [looked, lookAt] = useState<string | null>(null)
  const { scope, panels } = scopes.find(({ value }) => value === scopeName) ?? scopes[0]!
  const kinds = preset.kinds.filter(kind => givenByPanel(preset, kind) === null)
  const others = preset.kinds.filter(kind => givenByPanel(preset, kind) !== null)
  const kind = kinds.find(one => one === wantedKind) ?? kinds[0]
  const settings = settingsOf(preset, kind)
  const parameters = Object.fromEntries(Object.entries(set).filter(([name]) => settings.some(one => one.name === name)))
  const seeds = readSeeds(seedText)
  const each = seeds && seeds.length > 0 ? seeds.length : takes
  const { data: estimate } = useQuery({ ...estimateQuery(project.id, scope, preset.id), enabled: panels.length > 0 })
  const cost = (estimate?.costMicros ?? 0) * each
  const isTooDear = estimate?.leftMicros != null && cost > estimate.leftMicros
  const wait = preset.waits.find(one => one.kind === kind)
  const draw = useAction({
    run: () =>
      server.generateBatch(
        {
          body: {
            ...{ projectId: project.id, preset: preset.id, ...scope },
            ...(kind ? { kind } : {}),
            ...(seeds && seeds.length > 0 ? { seeds } : { takes }),
            parameters,
          },
        },
        { idempotencyKey: newKey() },
      ),
    refreshes: [keys.batches(project.id), keys.tree(project.id), keys.jobs, keys.queueStatus, keys.budget(project.id)],
  })
  const shown = panelsOf(tree).filter(({ id }) => panels.includes(id))
  const previewed = shown.find(({ id }) => id === looked) ?? shown[0]
  return (
    <div className={styles.composer}>
      <Stack gap="sm">
        <Select
          label="What"
          searchable
          data={scopes.map(({ value, label }) => ({ value, label }))}
          value={scopes.some(({ value }) => value === scopeName) ? scopeName : 'all'}
          onChange={value => value && setScope(value)}
        />
        <Group gap="sm" grow align="flex-start">
          <PresetSelect presets={presets} value={preset.id} onChoose={onPreset} />
          <Select
            label="As"
            disabled={preset.kinds.length < 2}
            data={preset.kinds.map(value => ({ value, label: kindLabel(value), disabled: others.includes(value) }))}
            value={kind ?? null}
            placeholder={kind ? '' : 'One panel at a time'}
            onChange={value => value && onKind(value)}
          />
        </Group>
        {others.map(other => (
          <Text key={other} size="sm" c="dimmed">
            {kindLabel(other)} wants {givenByPanel(preset, other)}, so it is made of one picture at a time: open the takes of a
            panel and choose <i>Make from it</i>.
          </Text>
        ))}
        <Group gap="sm" grow align="flex-start">
          <NumberInput
            label="Takes of each panel"
            min={1}
            max={20}
            allowDecimal={false}
            disabled={(seeds?.length ?? 0) > 0}
            value={takes}
            onChange={value => typeof value === 'number' && value >= 1 && setTakes(value)}
          />
          <TextInput
            label="Seeds"
            placeholder="new ones"
            error={seeds === null ? 'Up to 20 whole numbers, with commas between' : null}
            value={seedText}
            onChange={event => setSeedText(event.currentTarget.value)}
          />
        </Group>
        <AutosaveText
          key={project.id}
          label="Style of the project"
          description="Part of every prompt of this project."
          lines={2}
          value={project.style}
          save={saveStyle}
        />
        <Settings settings={settings} values={parameters} onChange={onSet} />
        {wait && <WaitNote reason={wait.reason} />}
        <Group gap="sm">
          <Button
            leftSection={<IconBrush size={16} aria-hidden />}
            loading={draw.isPending}
            disabled={panels.length === 0 || seeds === null || kind === undefined || isTooDear}
            onClick={() => draw.mutate()}
          >
            Draw {panels.length * each} {panels.length * each === 1 ? 'take' : 'takes'}
          </Button>
          <Text size="sm" c={isTooDear ? 'var(--mantine-color-error)' : 'dimmed'}>
            {estimate && costWords(cost, estimate.leftMicros)}
          </Text>
        </Group>
      </Stack>
      <Stack gap="sm" className={styles.preview}>
        <Select
          label="Prompt of"
          searchable
          disabled={shown.length === 0}
          data={shown.map(({ id, description }, at) => ({ value: id, label: `${at + 1}. ${description || 'A panel'}` }))}
          value={previewed?.id ?? null}
          onChange={lookAt}
        />
        {previewed && <PromptPreview panelId={previewed.id} />}
      </Stack>
    </div>
  )
}

function costWords(cost: number, left: number | null): string {
  const price = `Costs ${cost === 0 ? 'nothing' : `at most ${money(cost)}`}`
  if (left === null) return `${price}.`
  return cost > left ? `${price}, and the budget has ${money(left)} left.` : `${price}; ${money(left)} of the budget left.`
}
