import type { Matrix } from '../probe/matrix.ts'
import type { Filter } from '../sandbox/graph.ts'

/** Options of `scale` for pictures of a JPEG, which is always BT.601 in full range; `matrix` is for pictures that name none. */
export const jpegColours = (matrix: Matrix | null): Filter['options'] => ({
  in_color_matrix: matrix ?? 'auto',
  out_color_matrix: 'bt601',
  out_range: 'pc',
})
