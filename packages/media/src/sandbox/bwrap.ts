import { lstatSync, readlinkSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Placement } from './placement.ts'

/** Directories outside /usr that Debian's and Fedora's ffmpeg need to load: the linker cache, alternatives, fonts. */
const systemFiles = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/fonts', '/var/cache/fontconfig']
const systemRoots = ['/bin', '/lib', '/lib64', '/sbin']

/** The `bwrap` prefix for one run: own namespaces, no network, no capability, only what `placement` names. */
export function bwrapArguments(bwrap: string, program: string, placement: Placement): readonly string[] {
  return [
    bwrap,
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    ['--cap-drop', 'ALL', '--clearenv'],
    ['--setenv', 'PATH', '/usr/bin', '--setenv', 'HOME', '/tmp', '--setenv', 'LANG', 'C.UTF-8'],
    // Each thread's arena reserves 64 MiB of address space, which the limit would count.
    ['--setenv', 'MALLOC_ARENA_MAX', '2'],
    ['--ro-bind', '/usr', '/usr'],
    systemRoots.flatMap(root),
    systemFiles.flatMap(path => ['--ro-bind-try', path, path]),
    program.startsWith('/usr/') ? [] : ['--ro-bind', dirname(program), dirname(program)],
    ['--proc', '/proc', '--dev', '/dev', '--dir', '/tmp'],
    [...placement.inputs].flatMap(([path, { place }]) => ['--ro-bind', path, place]),
    placement.writable === null ? ['--chdir', '/tmp'] : ['--bind', placement.writable, '/out', '--chdir', '/out'],
    // The root is memory: what is written there would count against the machine, not against the limits.
    ['--remount-ro', '/'],
    '--',
  ].flat()
}

/** A merged-/usr system has links here, an older one directories. */
function root(path: string): readonly string[] {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return []
  return found.isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path]
}
