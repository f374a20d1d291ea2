import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

// Compiles the package with its tests, and test/calls-that-must-not-compile.ts among them.
test('right calls compile and wrong ones do not', { timeout: 60_000 }, () => {
  const config = fileURLToPath(new URL('../tsconfig.test.json', import.meta.url))
  const parsed = ts.getParsedCommandLineOfConfigFile(
    config,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  if (!parsed) throw new Error(`${config} cannot be read`)
  const program = ts.createProgram(parsed.fileNames, parsed.options)
  const told = ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
  })
  expect(told).toEqual([])
})
