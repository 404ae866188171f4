import { z } from 'zod'

/** How much of a person or place the picture holds, from far to near. */
export const ShotSize = z.enum([
  'extreme-wide',
  'wide',
  'full',
  'medium-wide',
  'medium',
  'medium-close',
  'close-up',
  'extreme-close-up',
])
export type ShotSize = z.output<typeof ShotSize>

/** What the shot is composed around. */
export const Framing = z.enum(['establishing', 'single', 'two-shot', 'group', 'over-the-shoulder', 'point-of-view', 'insert'])
export type Framing = z.output<typeof Framing>

export const CameraAngle = z.enum(['eye-level', 'high', 'low', 'overhead', 'dutch'])
export type CameraAngle = z.output<typeof CameraAngle>

export const CameraMove = z.enum([
  'static',
  'pan-left',
  'pan-right',
  'tilt-up',
  'tilt-down',
  'dolly-in',
  'dolly-out',
  'truck-left',
  'truck-right',
  'pedestal-up',
  'pedestal-down',
  'zoom-in',
  'zoom-out',
  'roll',
  'orbit',
  'handheld',
])
export type CameraMove = z.output<typeof CameraMove>

export const Setting = z.enum(['interior', 'exterior', 'interior-exterior', 'unspecified'])
export type Setting = z.output<typeof Setting>

export const TimeOfDay = z.enum(['dawn', 'morning', 'day', 'afternoon', 'dusk', 'evening', 'night', 'unspecified'])
export type TimeOfDay = z.output<typeof TimeOfDay>

/** How a scene or panel hands over to the next one. */
export const CutStyle = z.enum(['cut', 'dissolve', 'fade', 'wipe'])
export type CutStyle = z.output<typeof CutStyle>
