import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const text = /\.(js|css|html|txt|json|svg|map)$/

/** Writes a .br and a .gz beside every text file of the export, so that serving it costs no CPU. */
export async function precompress(folder) {
  const files = (await readdir(folder, { recursive: true })).filter(file => text.test(file))
  for (const file of files) {
    const path = join(folder, file)
    const bytes = await readFile(path)
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length, [constants.BROTLI_PARAM_QUALITY]: 10 }
    await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, { params }))
    await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }))
  }
}
