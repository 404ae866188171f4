import { IconFileImport } from '@tabler/icons-react'
import { FileDrop } from '../../../fields/FileDrop.tsx'

/** Megabytes. The server takes no more; 10,000 clips are 3 to 25 MB. */
const LARGEST = 32

export type DroppedCut = { fileName: string; text: string }

/** Takes the file of a cut that an editor has written. */
export function CutDrop({ onCut }: { onCut: (cut: DroppedCut) => void }) {
  return (
    <FileDrop
      label="Bring a cut home"
      choose="Choose a cut"
      icon={IconFileImport}
      title="Drop the file that your editor has written"
      button="Choose a file"
      megabytes={LARGEST}
      refusal="This file is no cut"
      onFile={file => void file.text().then(text => onCut({ fileName: file.name, text }))}
    >
      FCPXML, Final Cut Pro 7 XML, EDL, OpenTimelineIO, Shotcut or a StoryCanvas timeline. You see what changed before anything is
      taken over.
    </FileDrop>
  )
}
