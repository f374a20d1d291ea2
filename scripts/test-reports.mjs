import { readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/**
 * What a run of tests came to.
 * @typedef {{ passed: number, failed: string[] }} Told how many passed, and of each that did not where it stands and why
 */

/** @returns {Told} */
export function toldByVitest(path) {
  const { numPassedTests = 0, testResults = [] } = readReport(path)
  const failed = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults.filter(test => test.status === 'failed')
    // A file that could not even be loaded has failed without a test in it.
    if (status === 'failed' && tests.length === 0) return [sentence(name, '(the whole file)', message)]
    return tests.map(({ fullName, failureMessages }) => sentence(name, fullName, failureMessages[0]))
  })
  return { passed: numPassedTests, failed }
}

/** @returns {Told} */
export function toldByPlaywright(path) {
  const { stats, suites = [] } = readReport(path)
  const failed = specsOf(suites).flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => sentence(file, title, results[0]?.error?.message)),
  )
  return { passed: stats?.expected ?? 0, failed }
}

function specsOf(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs, ...specsOf(inner)])
}

function sentence(file, title, message = 'it did not say why') {
  const [why = ''] = stripVTControlCharacters(message).split('\n')
  return `${file.replace(`${process.cwd()}/`, '')} › ${title}: ${why}`
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return {}
  }
}
