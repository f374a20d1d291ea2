/** "1 VM", "10,000 VMs". */
export const counted = (n: number, one: string, many: string) => `${number(n)} ${n === 1 ? one : many}`

export const number = (n: number) => n.toLocaleString('en-GB')
