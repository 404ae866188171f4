import { Button, EmptyState, Group, SegmentedControl } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import type { ProjectTree } from '@storycanvas/api'
import { lazy, Suspense, useMemo, useState } from 'react'
import { editProject, type ProjectEditor } from '../../api/editing.ts'
import { treeQuery } from '../../api/queries.ts'
import { scenesOf } from '../../api/tree.ts'
import { PageSkeleton } from '../../shell/PageSkeleton.tsx'
import { useFocusStays } from '../../shell/useFocusStays.ts'
import type { Names } from './editor/completions.ts'
import { ExportStory } from './ExportStory.tsx'
import { ImportStory } from './ImportStory.tsx'
import { Outline } from './Outline.tsx'
import { SceneScript } from './SceneScript.tsx'
import { useStoryCommands } from './useStoryCommands.ts'
import { StoryDrop } from './StoryDrop.tsx'
import styles from './Story.module.css'

const WholeText = lazy(() => import('./WholeText.tsx').then(({ WholeText }) => ({ default: WholeText })))

export function Story() {
  const { id } = useParams({ from: '/app/projects/$id/story' })
  const { scene: shownScene, whole } = useSearch({ from: '/app/projects/$id/story' })
  const navigate = useNavigate({ from: '/projects/$id/story' })
  const { data: tree } = useQuery(treeQuery(id))
  const [incoming, setIncoming] = useState<{ name: string; text: string } | null>(null)
  const edit = useMemo(() => editProject(id), [id])
  const names = useNames(tree)
  const [added, setAdded] = useState<string | null>(null)
  async function addScene(chapterId: string) {
    const scene = await edit.addScene(chapterId, 'INT. SOMEWHERE - DAY')
    if (!scene) return
    setAdded(scene.id)
    void navigate({ search: { scene: scene.id }, replace: true })
    document.getElementById(`scene-${scene.id}`)?.scrollIntoView({ block: 'start' })
  }
  useStoryCommands({
    tree,
    edit,
    addScene,
    shownScene,
    whole: whole ?? false,
    onImport: () => setIncoming({ name: '', text: '' }),
  })
  if (!tree) return <PageSkeleton />
  const importStory = () => setIncoming({ name: '', text: '' })
  const isEmpty = tree.chapters.length === 0
  return (
    <>
      {isEmpty ? (
        <EmptyState
          mt={80}
          title="No story yet"
          description="Drop a screenplay (.fountain, .fdx) or prose (.txt, .md) anywhere on this page, paste one, or write it here scene by scene."
        >
          <Group mt="md" justify="center">
            <Button leftSection={<IconFileImport size={16} aria-hidden />} onClick={importStory}>
              Import story
            </Button>
            <Button
              variant="default"
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => void edit.addChapter('Chapter 1').then(made => made && addScene(made.id))}
            >
              Write the first scene
            </Button>
          </Group>
        </EmptyState>
      ) : (
        <div className={styles.story}>
          <Outline tree={tree} edit={edit} shownScene={shownScene} onAddScene={addScene} onImport={importStory} />
          <div className={styles.script}>
            <div className={styles.modes}>
              <SegmentedControl
                size="xs"
                aria-label="How the story is written"
                data={[
                  { value: 'scenes', label: 'Scenes' },
                  { value: 'whole', label: 'Whole text' },
                ]}
                value={whole ? 'whole' : 'scenes'}
                onChange={value => void navigate({ search: value === 'whole' ? { whole: true } : {}, replace: true })}
              />
              <ExportStory projectId={id} />
            </div>
            {whole ? (
              <Suspense fallback={<PageSkeleton />}>
                <WholeText key={id} tree={tree} names={names} />
              </Suspense>
            ) : (
              <Scenes tree={tree} edit={edit} names={names} added={added} onAdd={addScene} />
            )}
          </div>
        </div>
      )}
      <StoryDrop onText={setIncoming} />
      {incoming && <ImportStory projectId={id} start={incoming} onClose={() => setIncoming(null)} />}
    </>
  )
}

type ScenesProps = {
  tree: ProjectTree
  edit: ProjectEditor
  names: Names
  /** The scene that was added last. */
  added: string | null
  onAdd: (chapterId: string) => void
}

/** The scenes one below the other; the caret goes from each to the next. */
function Scenes({ tree, edit, names, added, onAdd }: ScenesProps) {
  const scenes = scenesOf(tree)
  const last = tree.chapters.at(-1)
  const list = useFocusStays<HTMLDivElement>('section')
  return (
    <div {...list}>
      <datalist id="known-headings">
        {names.headings.map(heading => (
          <option key={heading} value={heading} />
        ))}
      </datalist>
      {scenes.length === 0 && last && (
        <EmptyState mt={60} title="No scene yet" description={`Nothing stands in ${last.title}.`}>
          <Button mt="md" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => onAdd(last.id)}>
            Write a scene
          </Button>
        </EmptyState>
      )}
      {scenes.map((scene, at) => (
        <SceneScript
          key={scene.id}
          scene={scene}
          number={scene.number ?? String(at + 1)}
          edit={edit}
          projectId={tree.project.id}
          names={names}
          isNew={scene.id === added}
          before={scenes[at - 1]?.id}
          after={scenes[at + 1]?.id}
        />
      ))}
    </div>
  )
}

/** What is offered while one writes; the same object until one of the names is another. */
function useNames(tree: ProjectTree | undefined): Names {
  const said = JSON.stringify({
    characters: tree?.characters.map(({ name }) => name) ?? [],
    locations: tree?.locations.map(({ name }) => name) ?? [],
    headings: [...new Set(tree ? scenesOf(tree).map(({ heading }) => heading) : [])],
  })
  return useMemo(() => JSON.parse(said) as Names, [said])
}
