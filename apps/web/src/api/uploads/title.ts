/** A file name as a title: without its ending, at most as long as the server takes. */
export const titleOf = (fileName: string) =>
  fileName
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replaceAll('_', ' ')
    .trim()
    .slice(0, 200) || 'Untitled'

/** By which a file is known again when it is chosen once more after a reload. */
export const fingerprintOf = ({ name, size, lastModified }: Pick<File, 'name' | 'size' | 'lastModified'>) =>
  `${name.slice(0, 200)} ${size} ${lastModified}`
