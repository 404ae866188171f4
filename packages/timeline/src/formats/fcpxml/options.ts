export const fcpxmlOptions = {
  version: {
    label: 'FCPXML version',
    values: { '1.10': '1.10', '1.8': '1.8', '1.9': '1.9', '1.11': '1.11', '1.12': '1.12', '1.13': '1.13' },
  },
  target: { label: 'Made for', values: { fcp: 'Final Cut Pro', resolve: 'DaVinci Resolve' } },
} as const

export type FcpxmlVersion = keyof typeof fcpxmlOptions.version.values
export type FcpxmlTarget = keyof typeof fcpxmlOptions.target.values
