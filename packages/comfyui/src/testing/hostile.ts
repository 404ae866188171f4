/** Names that must never become a path, and claims that must never become work. */
export const hostileOutputs = {
  '1': {
    images: [
      { filename: '../../etc/passwd', subfolder: '', type: 'output' },
      { filename: '/etc/passwd', subfolder: '', type: 'output' },
      { filename: 'C:\\Windows\\win.ini', subfolder: '', type: 'output' },
      { filename: 'a.png', subfolder: '../../..', type: 'output' },
      { filename: 'a.png\0.txt', subfolder: '', type: 'output' },
      { filename: 'a\r\nSet-Cookie: x.png', subfolder: '', type: 'output' },
      { filename: 'a'.repeat(5000), subfolder: '', type: 'output' },
      { filename: 'a.png', subfolder: '', type: 'root' },
      { filename: ['a.png'], subfolder: '', type: 'output' },
      { filename: { toString: 'a.png' }, subfolder: {}, type: 'output' },
      null,
      'a.png',
    ],
    animated: [true],
    text: ['x'.repeat(1_000_000)],
  },
  '2': 'no lists at all',
  '3': { images: 'no list' },
}

export function manyOutputs() {
  const images = Array.from({ length: 100_000 }, (_, at) => ({ filename: `x_${at}_.png`, subfolder: '', type: 'output' }))
  return { '1': { images } }
}
