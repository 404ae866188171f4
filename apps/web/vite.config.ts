import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the API listens while the pages are served by Vite. */
const api = 'http://127.0.0.1:8001'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know light-dark(): lowered, it would not follow the theme's own colour scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // The server sends `default-src 'self'`: nothing may be inlined as a data: address except pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    // One file for the parts that every page is made of: apart they were forty, and the first picture of a video waited for each.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'interface', test: /node_modules\/(@mantine|@floating-ui|@tabler)\// }] } },
    },
  },
  server: { proxy: { '/api': { target: api, ws: true }, '/media': api } },
})
