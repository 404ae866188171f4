import { Button, Group, Modal, Select, Stack, Text } from '@mantine/core'
import type { Asset, ProjectTree } from '@storycanvas/api'
import type { Timeline } from '@storycanvas/timeline'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useAction } from '../../api/actions.tsx'
import { keys, projectsQuery, treeQuery } from '../../api/queries.ts'
import { server } from '../../api/server.ts'
import { panelsOf } from '../../api/tree.ts'
import { offerToTakeBack } from '../../api/ownChanges.ts'
import { framesOf } from '../../player/time.ts'
import { useFocusBack } from '../../shell/useFocusBack.ts'
import { forCast, freeTrack, joined, type Target, targetsOf } from './putToUse.ts'

const names: Record<Target, string> = { character: 'Character', location: 'Place', panel: 'Panel', cut: 'Cut' }
const MOST_OFFERED = 60
/** By this name the linter does not take it for a hook. */
const { useAsset: countUse } = server

/** Puts an asset into a character, a place, a panel or the cut of a project. */
export function UseAsset({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  useFocusBack()
  const targets = targetsOf[asset.kind]
  const [projectId, setProjectId] = useState<string | null>(null)
  const [target, setTarget] = useState<Target>(targets[0] ?? 'character')
  const [id, setId] = useState<string | null>(null)
  const projects = useInfiniteQuery(projectsQuery('active', '')).data?.pages.flatMap(page => page.items) ?? []
  const { data: tree } = useQuery({ ...treeQuery(projectId ?? ''), enabled: projectId !== null })
  const things = tree ? thingsOf(tree, target) : []
  const thing = things.find(one => one.value === id)
  const put = useAction({
    async run() {
      if (!tree) return
      await putInto(asset, tree, target, id)
      await countUse({ params: { id: asset.id } })
    },
    refreshes: [keys.assets, keys.project(projectId ?? ''), ['panel']],
    done() {
      onClose()
      const where = target === 'cut' ? 'the cut' : `“${thing?.label ?? ''}”`
      if (tree && target !== 'cut') void offerToTakeBack(tree.project.id, `Put “${asset.name}” into ${where}`)
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Use “${asset.name}”`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Select
          label="Project"
          placeholder="Choose a project"
          searchable
          data-autofocus
          data={projects.map(({ id, name }) => ({ value: id, label: name }))}
          value={projectId}
          onChange={value => {
            setProjectId(value)
            setId(null)
          }}
        />
        {targets.length > 1 && (
          <Select
            label="Put it into"
            allowDeselect={false}
            data={targets.map(value => ({ value, label: names[value] }))}
            value={target}
            onChange={value => {
              setTarget(targets.find(one => one === value) ?? target)
              setId(null)
            }}
          />
        )}
        {target === 'cut' ? (
          <Text size="sm" c="dimmed">
            It lies from the beginning of the cut on, on a track of its own.
          </Text>
        ) : (
          <Select
            label={names[target]}
            placeholder={tree && things.length === 0 ? 'There is none in this project' : 'Choose'}
            searchable
            limit={MOST_OFFERED}
            disabled={things.length === 0}
            data={things}
            value={id}
            onChange={setId}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={put.isPending} disabled={!tree || (target !== 'cut' && !thing)} onClick={() => put.mutate()}>
            Put to use
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function thingsOf(tree: ProjectTree, target: Target): { value: string; label: string }[] {
  const named = (items: readonly { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }))
  if (target === 'character') return named(tree.characters)
  if (target === 'location') return named(tree.locations)
  if (target === 'cut') return []
  return panelsOf(tree).map(({ id, description }, at) => ({ value: id, label: `${at + 1}. ${description.slice(0, 80)}` }))
}

async function putInto(asset: Asset, tree: ProjectTree, target: Target, id: string | null): Promise<void> {
  const params = { id: id ?? '' }
  const character = tree.characters.find(one => one.id === id)
  const location = tree.locations.find(one => one.id === id)
  const panel = panelsOf(tree).find(one => one.id === id)
  if (target === 'character' && character) await server.updateCharacter({ params, body: forCast(asset, character) })
  if (target === 'location' && location) await server.updateLocation({ params, body: forCast(asset, location) })
  if (target === 'panel' && panel) {
    const imagePrompt = joined(panel.imagePrompt, asset.text)
    await server.updatePanel({ params, body: { imagePrompt, version: panel.version } })
  }
  if (target === 'cut' && asset.mediaId) await layUnder(tree.project, asset.name, asset.mediaId)
}

async function layUnder({ id, rate }: ProjectTree['project'], name: string, mediaId: string): Promise<void> {
  const params = { id }
  const { durationMs } = await server.getMedia({ params: { id: mediaId } })
  const { tracks } = (await server.getTimeline({ params })) as unknown as Timeline
  const place = { track: freeTrack(tracks), startFrame: 0, durationFrames: Math.max(1, framesOf(durationMs ?? 1000, rate)) }
  const edit = { kind: 'overwrite', ...place, source: { mediaId }, name } as const
  await server.editTimeline({ params, body: { edits: [edit], label: `Lay “${name}” under the cut` } })
}
