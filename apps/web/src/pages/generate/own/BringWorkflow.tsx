import { Stack } from '@mantine/core'
import type { GenerationServer } from '@storycanvas/api'
import { IconSitemap } from '@tabler/icons-react'
import { useState } from 'react'
import { complain } from '../../../api/actions.tsx'
import { FileDrop } from '../../../fields/FileDrop.tsx'
import { type Dropped, readDropped } from './dropped.ts'
import { useAddPreset } from './useAddPreset.ts'
import { WorkflowDialog } from './WorkflowDialog.tsx'
import { WrongFile } from './WrongFile.tsx'

/** Megabytes. The server takes no more; workflows have kilobytes, and pictures with one in them some megabytes. */
const LARGEST = 20

type Props = { servers: readonly GenerationServer[]; onAdded: (preset: string) => void }

/** Takes a ComfyUI workflow, whose inputs are then mapped, or a preset that is written out. */
export function BringWorkflow({ servers, onAdded }: Props) {
  const [workflow, setWorkflow] = useState<Extract<Dropped, { kind: 'workflow' }> | null>(null)
  const add = useAddPreset(onAdded)
  const take = async (file: File) => {
    const dropped = readDropped(file.name, new Uint8Array(await file.arrayBuffer()))
    add.reset()
    if (dropped.kind === 'workflow') setWorkflow(dropped)
    else add.mutate({ preset: dropped.preset })
  }
  return (
    <Stack gap="sm" mb="sm">
      <FileDrop
        label="Bring a workflow"
        choose="Choose a workflow"
        icon={IconSitemap}
        title="Draw with a workflow of your own"
        button="Bring a workflow"
        megabytes={LARGEST}
        refusal="This is no workflow"
        isBusy={add.isPending}
        onFile={file => void take(file).catch(complain)}
      >
        Drop what ComfyUI saved: a workflow, one in API format, or a picture that it made. You see what was understood before
        anything is added. A preset that is written out is added as it is.
      </FileDrop>
      {add.error && <WrongFile title="The preset cannot be added" error={add.error} />}
      {workflow && (
        <WorkflowDialog
          fileName={workflow.fileName}
          bytes={workflow.bytes}
          servers={servers}
          onAdded={onAdded}
          onClose={() => setWorkflow(null)}
        />
      )}
    </Stack>
  )
}
