import { useEffect, useState } from 'react'

/** What one only scrolls past is not connected, ms. */
const settleMs = 150
/** What is out of sight for a moment keeps its connection, ms. */
const lingerMs = 20_000

/** `seen`, but later: soon after it turns true, and a good while after it turns false. */
export function useLingering(seen: boolean): boolean {
  const [on, setOn] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setOn(seen), seen ? settleMs : lingerMs)
    return () => clearTimeout(timer)
  }, [seen])
  return on
}
