import { Button, Group, Select, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { MediaFile, Panel, ProjectTree, Take } from '@storycanvas/api'
import { IconWand } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { useAction } from '../../../api/actions.tsx'
import { newKey } from '../../../api/newKey.ts'
import { estimateQuery, keys, presetsQuery, treeQuery } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { GrowingText } from '../../../fields/GrowingText.tsx'
import { money } from '../../../shell/money.ts'
import { type SettingValues, settingsOf } from '../../generate/kinds.ts'
import { Settings } from '../../generate/Settings.tsx'
import { PresetSelect } from '../../generate/PresetSelect.tsx'
import { WaitNote } from '../../generate/WaitNote.tsx'
import styles from './From.module.css'
import { LastFrame, lastFrames } from './LastFrame.tsx'
import { maskPicture } from './marks.ts'
import { Voice } from './Voice.tsx'
import { presetsFor, type Way, ways, whyWaits } from './ways.ts'

type Props = {
  panel: Panel
  take: Take
  takes: readonly Take[]
  nameOf: (take: Take) => string
  way: Way
  onWay: (way: Way) => void
  mask: RefObject<HTMLCanvasElement | null>
  /** Share of the picture that is painted. */
  painted: number
  onAsked: () => void
}

/** What is to be made from a picture, with what, and what else goes in. */
export function MakeFrom(props: Props) {
  const { data: tree } = useQuery(treeQuery(props.panel.projectId))
  return tree ? <Form {...props} tree={tree} /> : null
}

function Form({ panel, take, takes, nameOf, way, onWay, mask, painted, onAsked, tree }: Props & { tree: ProjectTree }) {
  const { data } = useQuery(presetsQuery)
  const [wanted, choose] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const [set, setSettings] = useState<SettingValues>({})
  const [last, setLast] = useState<string | null>(null)
  const [voice, setVoice] = useState<MediaFile | null>(null)
  const presets = presetsFor(way, data?.items ?? [])
  const preset = presets.find(({ id }) => id === wanted) ?? presets[0]
  const { data: estimate } = useQuery({
    ...estimateQuery(panel.projectId, { panelIds: [panel.id] }, preset?.id ?? ''),
    enabled: preset !== undefined,
  })
  const wantsMask = way.beside.includes('mask')
  const wantsLast = way.beside.includes('last-frame')
  const wantsVoice = way.beside.includes('voice')
  const ends = lastFrames(tree, panel, takes, take, nameOf)
  const end = ends.some(one => one.take.id === last) ? last : (ends[0]?.take.id ?? null)
  const settings = preset ? settingsOf(preset, way.kind) : []
  const parameters = Object.fromEntries(Object.entries(set).filter(([name]) => settings.some(one => one.name === name)))
  const ask = useAction({
    run: async () => {
      if (!preset) return
      const guides = {
        from: take.id,
        ...(wantsMask && mask.current && { mask: await keptMask(mask.current) }),
        ...(wantsLast && end && { lastFrame: end }),
        ...(wantsVoice && voice && { voice: voice.id }),
      }
      const own = words.trim() === '' ? {} : { words: words.trim() }
      const body = { target: { kind: 'panel' as const, id: panel.id }, kind: way.kind, preset: preset.id }
      await server.generate({ body: { ...body, parameters, guides, ...own } }, { idempotencyKey: newKey() })
    },
    refreshes: [keys.panelTakes(panel.id), keys.jobs, keys.queueStatus, keys.budget(panel.projectId)],
    done: () => {
      notifications.show({ message: `Asked for. It follows ${nameOf(take)} in the strip once it is made.` })
      onAsked()
    },
  })
  const missing = whatIsMissing({ wantsMask, painted, wantsLast, end, wantsVoice, voice })
  const wait = preset && whyWaits(preset, way.kind)
  return (
    <div className={styles.form}>
      <Select
        label="Make"
        data={ways.map(({ id, label }) => ({ value: id, label }))}
        value={way.id}
        allowDeselect={false}
        onChange={id => {
          const next = ways.find(one => one.id === id)
          if (next) onWay(next)
        }}
      />
      <PresetSelect presets={presets} value={preset?.id ?? null} onChoose={choose} />
      {wait && <WaitNote reason={wait} />}
      {wantsLast && (
        <LastFrame tree={tree} panel={panel} takes={takes} from={take} nameOf={nameOf} chosen={end} onChoose={setLast} />
      )}
      {wantsVoice && <Voice panel={panel} voice={voice} onVoice={setVoice} />}
      <GrowingText
        label={wantsMask ? 'What is to be there' : 'In words'}
        description="Left empty, the prompt of the panel."
        lines={2}
        mostLines={6}
        maxLength={4000}
        value={words}
        onChange={event => setWords(event.currentTarget.value)}
      />
      <Settings settings={settings} values={parameters} onChange={setSettings} />
      <Group gap="sm">
        <Button
          leftSection={<IconWand size={16} aria-hidden />}
          loading={ask.isPending}
          disabled={!preset || missing !== null}
          onClick={() => ask.mutate()}
        >
          Make it
        </Button>
        <Text size="sm" c="dimmed">
          {missing ??
            (estimate && (estimate.costMicros === 0 ? 'Costs nothing.' : `Costs at most ${money(estimate.costMicros)}.`))}
        </Text>
      </Group>
    </div>
  )
}

async function keptMask(canvas: HTMLCanvasElement): Promise<string> {
  const { id } = await server.uploadFace({ file: await maskPicture(canvas), fileName: 'mask.png', body: {} })
  return id
}

type Given = {
  wantsMask: boolean
  painted: number
  wantsLast: boolean
  end: string | null
  wantsVoice: boolean
  voice: MediaFile | null
}

/** What is still to be given, in words. */
function whatIsMissing({ wantsMask, painted, wantsLast, end, wantsVoice, voice }: Given): string | null {
  if (wantsMask && painted === 0) return 'Paint over what is to be made anew.'
  if (wantsLast && end === null) return 'No other panel or take has a picture to end with.'
  if (wantsVoice && voice === null) return 'Choose what it says.'
  return null
}
