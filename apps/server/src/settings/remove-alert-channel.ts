import type { Verb } from '../core.ts'
import type { ChannelId } from '../sending/channels.ts'

export const removeAlertChannel: Verb<{ channel: ChannelId }, object> = async (core, { channel }) => {
  await core.channels.remove(channel)
  return {}
}
