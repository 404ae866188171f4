/** A manifest that is served elsewhere than beside its segments: every relative name is put below `base`. */
export function rebaseDash(manifest: string, base: string): string {
  return manifest.replace(/(<MPD[^>]*>)/, `$1<BaseURL>${base}/</BaseURL>`)
}

/** Addresses in a playlist stand on lines of their own and in the URI attributes of tags. */
export function rebaseHls(playlist: string, base: string): string {
  return playlist
    .split('\n')
    .map(line => {
      if (line.startsWith('#')) return line.replaceAll(/URI="(?!\/|[a-z]+:)([^"]+)"/g, `URI="${base}/$1"`)
      return line === '' || line.startsWith('/') ? line : `${base}/${line}`
    })
    .join('\n')
}
