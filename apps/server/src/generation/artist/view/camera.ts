import type { Point } from '../hand/line.ts'

/** Metres; x to the right, y up, z away from the audience. The subject stands at the origin. */
export type Place = readonly [x: number, y: number, z: number]

/** A pinhole camera over a picture of `width` × `height` pixels. */
export type Camera = {
  readonly eye: Place
  readonly forward: Place
  readonly right: Place
  readonly up: Place
  /** Radians, clockwise. */
  readonly roll: number
  /** Pixels per unit of view slope. */
  readonly focal: number
  readonly width: number
  readonly height: number
}

/** Metres: what is nearer to the lens is cut away. */
const NEAR = 0.12

export const along = (from: Place, direction: Place, distance: number): Place => [
  from[0] + direction[0] * distance,
  from[1] + direction[1] * distance,
  from[2] + direction[2] * distance,
]

const dot = (a: Place, b: Place) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const minus = (a: Place, b: Place): Place => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]

/** Points the camera; angles in radians, `fieldOfView` is vertical. */
export function aim(lens: {
  readonly eye: Place
  readonly yaw: number
  readonly pitch: number
  readonly roll: number
  readonly fieldOfView: number
  readonly width: number
  readonly height: number
}): Camera {
  const [sinYaw, cosYaw, sinPitch, cosPitch] = [
    Math.sin(lens.yaw),
    Math.cos(lens.yaw),
    Math.sin(lens.pitch),
    Math.cos(lens.pitch),
  ]
  return {
    eye: lens.eye,
    forward: [sinYaw * cosPitch, sinPitch, cosYaw * cosPitch],
    right: [cosYaw, 0, -sinYaw],
    up: [-sinYaw * sinPitch, cosPitch, -cosYaw * sinPitch],
    roll: lens.roll,
    focal: lens.height / 2 / Math.tan(lens.fieldOfView / 2),
    width: lens.width,
    height: lens.height,
  }
}

/** Metres along the axis of the lens; negative behind it. */
export function depthOf(camera: Camera, place: Place): number {
  return dot(minus(place, camera.eye), camera.forward)
}

/** Pixels that one metre measures at this depth. */
export function pixelsPerMetre(camera: Camera, place: Place): number {
  return camera.focal / Math.max(depthOf(camera, place), NEAR)
}

/** Where a place falls on the picture; places behind the lens land on its near plane. */
export function project(camera: Camera, place: Place): Point {
  const seen = minus(place, camera.eye)
  const scale = camera.focal / Math.max(dot(seen, camera.forward), NEAR)
  const [x, y] = [dot(seen, camera.right) * scale, -dot(seen, camera.up) * scale]
  const [sin, cos] = [Math.sin(camera.roll), Math.cos(camera.roll)]
  return [camera.width / 2 + x * cos - y * sin, camera.height / 2 + x * sin + y * cos]
}

/** The place that stands at a point of the picture, `depth` metres into it. */
export function placeAt(camera: Camera, [x, y]: Point, depth: number): Place {
  const [dx, dy] = [(x - camera.width / 2) / camera.focal, (camera.height / 2 - y) / camera.focal]
  return along(along(along(camera.eye, camera.forward, depth), camera.right, dx * depth), camera.up, dy * depth)
}

/** A flat shape on the picture, cut at the near plane; empty when out of view. */
export function projectShape(camera: Camera, corners: readonly Place[]): Point[] {
  const cut: Place[] = []
  corners.forEach((corner, index) => {
    const next = corners[(index + 1) % corners.length] ?? corner
    const [here, there] = [depthOf(camera, corner) - NEAR, depthOf(camera, next) - NEAR]
    if (here >= 0) cut.push(corner)
    if (here >= 0 !== there >= 0) cut.push(along(corner, minus(next, corner), here / (here - there)))
  })
  const points = cut.map(place => project(camera, place))
  const isBeside = (inside: (point: Point) => boolean) => !points.some(inside)
  if (isBeside(([x]) => x > 0) || isBeside(([x]) => x < camera.width)) return []
  if (isBeside(([, y]) => y > 0) || isBeside(([, y]) => y < camera.height)) return []
  return points
}

/** True when the audience sees the side of the shape whose corners run clockwise on the picture. */
export function facesCamera(camera: Camera, corners: readonly Place[]): boolean {
  const [a, b, c] = corners
  if (a === undefined || b === undefined || c === undefined) return false
  const [u, v] = [minus(b, a), minus(c, a)]
  const normal: Place = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
  return dot(normal, minus(camera.eye, a)) > 0
}
