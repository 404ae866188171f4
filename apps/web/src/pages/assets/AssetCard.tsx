import { ActionIcon, Button, Group, Stack, TagsInput, Text, Tooltip } from '@mantine/core'
import type { Asset } from '@storycanvas/api'
import { IconTrash } from '@tabler/icons-react'
import { refresh, useAction } from '../../api/actions.tsx'
import { keys } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { offerUndo } from '../../api/undo.tsx'
import { AutosaveText } from '../../fields/AutosaveText.tsx'
import { useAutosave } from '../../fields/useAutosave.ts'
import { ago } from '../../shell/humanTime.ts'
import styles from './Assets.module.css'
import { kinds, wordsOf } from './kinds.ts'

type Props = { asset: Asset; onUse: () => void }

/** One thing that is kept: what it looks or sounds like, its words and tags, and how often it was used. */
export function AssetCard({ asset, onUse }: Props) {
  const { id, kind, name, text, useCount, lastUsedAt } = asset
  const params = { id }
  const reload = () => refresh(keys.assets)
  const save = (body: { name?: string; text?: string; tags?: string[] }) => server.updateAsset({ params, body }).then(reload)
  const tags = useAutosave([...asset.tags], value => save({ tags: value }))
  const remove = useAction({
    run: () => server.deleteAsset({ params }),
    refreshes: [keys.assets],
    done: () => offerUndo(`Moved “${name}” to the trash`, () => server.restoreAsset({ params }).then(reload)),
  })
  return (
    <li className={styles.card}>
      <Preview asset={asset} />
      <Stack gap="xs" p="sm">
        <Group gap="xs" wrap="nowrap">
          <AutosaveText
            aria-label={`Name of ${name}`}
            variant="unstyled"
            className={styles.name}
            required
            maxLength={200}
            value={name}
            save={value => save({ name: value })}
          />
          <Tooltip label="Move to the trash">
            <ActionIcon aria-label={`Delete ${name}`} onClick={() => remove.mutate()}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
        <AutosaveText
          aria-label={`${wordsOf[kind]} of ${name}`}
          placeholder={wordsOf[kind]}
          size="xs"
          lines={kind === 'prompt' ? 3 : 1}
          value={text}
          save={value => save({ text: value })}
        />
        <TagsInput
          size="xs"
          aria-label={`Tags of ${name}`}
          placeholder={tags.value.length === 0 ? 'Tags' : ''}
          value={tags.value}
          error={tags.error}
          onChange={tags.change}
          onBlur={tags.flush}
        />
        <Group justify="space-between" wrap="nowrap">
          <Text size="xs" c="dimmed">
            {useCount === 0 ? 'Not used yet' : `Used ${useCount === 1 ? 'once' : `${useCount} times`}`}
            {lastUsedAt && `, ${ago(lastUsedAt)}`}
          </Text>
          <Button size="compact-xs" variant="default" aria-label={`Use ${name}`} onClick={onUse}>
            Use…
          </Button>
        </Group>
      </Stack>
    </li>
  )
}

function Preview({ asset: { kind, url, name } }: { asset: Asset }) {
  const Icon = kinds.find(({ value }) => value === kind)?.Icon
  if (url && kind === 'music')
    return (
      <div className={styles.sound}>
        {/* biome-ignore lint/a11y/useMediaCaption: a piece of music has no captions */}
        <audio controls preload="none" src={url} aria-label={name} />
      </div>
    )
  if (url && kind !== 'prompt') return <img className={styles.picture} src={url} alt={name} loading="lazy" />
  return <div className={styles.words}>{Icon && <Icon size={22} stroke={1.4} aria-hidden />}</div>
}
