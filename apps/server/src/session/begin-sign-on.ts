import type { Verb } from '../core.ts'

export const beginSignOn: Verb<object, { url: string }> = async ({ signOn }, _input, caller) => {
  const { url, cookies } = await signOn.begin()
  caller.giveCookies(cookies)
  return { url }
}
