import { Button, FileButton, Group, Input, Select } from '@mantine/core'
import type { MediaFile, Panel } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { IconMicrophone } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useAction } from '../../../api/actions.tsx'
import { assetsQuery, timelineQuery } from '../../../api/queries.ts'
import { server } from '../../../api/server.ts'
import { spell } from '../../../shell/humanTime.ts'
import styles from './From.module.css'
import { type Sound, soundsOver } from './sounds.ts'

type Props = { panel: Panel; voice: MediaFile | null; onVoice: (voice: MediaFile) => void }

/** The sound that is spoken: a recording of what the panel says, brought now or there already. */
export function Voice({ panel, voice, onVoice }: Props) {
  const bring = useAction({
    run: (file: File) => server.uploadMusic({ file, fileName: file.name, body: {} }),
    done: onVoice,
  })
  const take = useAction({ run: (id: string) => server.getMedia({ params: { id } }), done: onVoice })
  const cut = useQuery(timelineQuery(panel.projectId))
  const kept = useInfiniteQuery(assetsQuery({ kind: 'music' }))
  // The contract names the document’s version; its shape is that of packages/timeline.
  const over = cut.data ? soundsOver(cut.data as unknown as Timeline, panel.id) : []
  const own = (kept.data?.pages ?? [])
    .flatMap(({ items }) => items)
    .flatMap(({ mediaId, name }) => (mediaId && over.every(one => one.mediaId !== mediaId) ? [{ mediaId, name }] : []))
  const groups = [
    { group: 'Over this panel in the cut', items: optionsOf(over) },
    { group: 'Your asset library', items: optionsOf(own) },
  ].filter(({ items }) => items.length > 0)
  return (
    <div className={styles.voice}>
      <Input.Label labelElement="div">Speaks</Input.Label>
      {panel.dialogue.map(({ character, text }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and are only read here.
        <p key={at} className={styles.lines}>
          <b>{character}</b> {text}
        </p>
      ))}
      {/* biome-ignore lint/a11y/useMediaCaption: the words that are spoken stand above it. */}
      {voice && <audio controls src={voice.url} aria-label={voice.name} />}
      {voice?.durationMs != null && (
        <p className={styles.note}>
          {voice.name}, {spell(voice.durationMs / 1000)}. The film is as long, as far as the model goes.
        </p>
      )}
      <Group gap="sm">
        {groups.length > 0 && (
          <Select
            aria-label="A sound that is here"
            placeholder="A sound that is here"
            searchable
            allowDeselect={false}
            disabled={take.isPending}
            data={groups}
            value={voice && groups.some(({ items }) => items.some(({ value }) => value === voice.id)) ? voice.id : null}
            onChange={id => id && take.mutate(id)}
          />
        )}
        <FileButton accept="audio/*" onChange={file => file && bring.mutate(file)}>
          {props => (
            <Button {...props} variant="default" loading={bring.isPending} leftSection={<IconMicrophone size={16} aria-hidden />}>
              {voice ? 'Another recording' : 'Choose a recording'}
            </Button>
          )}
        </FileButton>
      </Group>
    </div>
  )
}

const optionsOf = (sounds: readonly Sound[]) => sounds.map(({ mediaId, name }) => ({ value: mediaId, label: name }))
