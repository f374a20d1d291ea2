import type { ReactNode } from 'react'

export interface IconProps {
  size?: number
  className?: string | undefined
}
/** A component, so that a table can name it and a widget can size it. */
export type Icon = (props: IconProps) => ReactNode

/** All icons stand on a 16 px grid in one stroke and are decoration: the word beside them carries the meaning. */
function Drawn({
  size = 16,
  className,
  filled = false,
  children,
}: IconProps & { filled?: boolean; children: ReactNode }) {
  return (
    <svg
      aria-hidden="true"
      className={className}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={filled ? 'currentColor' : 'none'}
      stroke={filled ? 'none' : 'currentColor'}
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  )
}

export const TimelineIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.5V8l2.5 1.5" />
  </Drawn>
)

export const JobsIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2.5 4.5l1.2 1.2L6 3.5M2.5 11l1.2 1.2L6 10M8.5 4.5h5M8.5 11h5" />
  </Drawn>
)

export const BellIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2.8 11.5h10.4L12 9.7V7a4 4 0 0 0-8 0v2.7zM6.5 13.8h3" />
  </Drawn>
)

/* states */
export const RunningIcon = (props: IconProps) => (
  <Drawn {...props} filled>
    <circle cx="8" cy="8" r="4.5" />
  </Drawn>
)
export const PausedIcon = (props: IconProps) => (
  <Drawn {...props} filled>
    <path d="M4.5 3.5h2.4v9H4.5zM9.1 3.5h2.4v9H9.1z" />
  </Drawn>
)
export const ShuttingDownIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="8" r="4.5" />
    <path d="M8 3.5v9a4.5 4.5 0 0 0 0-9z" fill="currentColor" />
  </Drawn>
)
export const OffIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="8" r="4.5" />
  </Drawn>
)
export const SavedIcon = (props: IconProps) => (
  <Drawn {...props} filled>
    <path d="M8 3l5 6H3zM3 11h10v2H3z" />
  </Drawn>
)
export const CrashedIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M4 4l8 8M12 4l-8 8" strokeWidth={2} />
  </Drawn>
)
export const AsleepIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M12.5 9.6A5 5 0 0 1 6.4 3.5a5 5 0 1 0 6.1 6.1z" />
  </Drawn>
)
export const UnknownIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="8" r="4.5" strokeDasharray="2.2 2.5" strokeLinecap="butt" />
  </Drawn>
)

/* acts */
export const ConsoleIcon = (props: IconProps) => (
  <Drawn {...props}>
    <rect x="1.8" y="2.8" width="12.4" height="8.4" rx="1.2" />
    <path d="M5.5 13.8h5M4.6 5.6l1.8 1.5-1.8 1.5M8 8.7h2.6" />
  </Drawn>
)
export const StartIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M4.8 3.2l7.4 4.8-7.4 4.8z" />
  </Drawn>
)
export const PauseIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M5.5 3.5v9M10.5 3.5v9" />
  </Drawn>
)
export const PowerIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M8 2.2v5.3M4.7 4.2a5 5 0 1 0 6.6 0" />
  </Drawn>
)
export const RebootIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M13 8a5 5 0 1 1-1.6-3.7M13 2.4v2.8h-2.8" />
  </Drawn>
)
export const ResetIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M9 1.8L3.6 9h3.6L6.8 14.2 12.4 7H8.6z" />
  </Drawn>
)
export const PlugIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M5.6 2v3M10.4 2v3M3.8 5h8.4v2.4a4.2 4.2 0 0 1-8.4 0zM8 11.6V14" />
  </Drawn>
)
export const SaveIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M8 2.2v7M5 6.4l3 3 3-3M2.8 11v2.2h10.4V11" />
  </Drawn>
)
export const RestoreIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M8 9.4v-7M5 5.2l3-3 3 3M2.8 11v2.2h10.4V11" />
  </Drawn>
)
export const DiscardIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M3 13.2h10M5.2 3.2l6.4 6.4M11.6 3.2L5.2 9.6" />
  </Drawn>
)
export const DeleteIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2.8 4.4h10.4M6.2 4.2V2.6h3.6v1.6M4.2 4.6l.6 8.8h6.4l.6-8.8M6.8 7v4M9.2 7v4" />
  </Drawn>
)
export const ChipIcon = (props: IconProps) => (
  <Drawn {...props}>
    <rect x="4.2" y="4.2" width="7.6" height="7.6" rx="1" />
    <path d="M6.4 1.8v2M9.6 1.8v2M6.4 12.2v2M9.6 12.2v2M1.8 6.4h2M1.8 9.6h2M12.2 6.4h2M12.2 9.6h2" />
  </Drawn>
)

/* the frame */
export const HostIcon = (props: IconProps) => (
  <Drawn {...props}>
    <rect x="2.2" y="2.6" width="11.6" height="4.6" rx="1" />
    <rect x="2.2" y="8.8" width="11.6" height="4.6" rx="1" />
    <path d="M4.8 4.9h.01M4.8 11.1h.01" strokeWidth={2} />
  </Drawn>
)
export const SearchIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="7" cy="7" r="4.4" />
    <path d="M10.4 10.4l3.4 3.4" />
  </Drawn>
)
export const PersonIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="5.4" r="2.8" />
    <path d="M2.8 13.6c.6-2.8 2.6-4.2 5.2-4.2s4.6 1.4 5.2 4.2" />
  </Drawn>
)
export const CommandIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M3 4.5l3.5 3.5L3 11.5M8 12h5" />
  </Drawn>
)
export const ListIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />
  </Drawn>
)
export const SidebarIcon = (props: IconProps) => (
  <Drawn {...props}>
    <rect x="2.2" y="2.8" width="11.6" height="10.4" rx="1.2" />
    <path d="M6.2 3v10" />
  </Drawn>
)
export const ChevronIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M6 3.5L10.5 8 6 12.5" />
  </Drawn>
)
export const DownIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M4 6.2l4 4 4-4" />
  </Drawn>
)
export const SortIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M8 3v10M4.5 9.5 8 13l3.5-3.5" />
  </Drawn>
)
export const MoreIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M3.6 8h.01M8 8h.01M12.4 8h.01" strokeWidth={2.4} />
  </Drawn>
)
export const PlusIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M8 3v10M3 8h10" />
  </Drawn>
)
export const CloseIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M4 4l8 8M12 4l-8 8" />
  </Drawn>
)
export const CopyIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M5.6 5.6h7.6v7.6H5.6zM10.4 5.4V2.8H2.8v7.6h2.6" />
  </Drawn>
)
export const CheckIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M3 8.6l3.2 3.2L13 4.6" />
  </Drawn>
)
export const WarningIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M8 2.2l6.2 11H1.8zM8 6.4v3M8 11.4h.01" />
  </Drawn>
)
export const InfoIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="8" r="6" />
    <path d="M8 7.4v3.4M8 5.2h.01" />
  </Drawn>
)
export const OfflineIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2.5 6.2a8.4 8.4 0 0 1 11 0M4.9 8.9a4.8 4.8 0 0 1 6.2 0M8 12h.01M3 2.4l10.4 11.4" />
  </Drawn>
)

/* the console */
export const KeyboardIcon = (props: IconProps) => (
  <Drawn {...props}>
    <rect x="1.6" y="3.8" width="12.8" height="8.4" rx="1.2" />
    <path d="M4.4 6.6h.01M7 6.6h.01M9.4 6.6h.01M11.8 6.6h.01M5 9.6h6" />
  </Drawn>
)
export const FitIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2.4 6V2.8h3.8M13.6 6V2.8H9.8M2.4 10v3.2h3.8M13.6 10v3.2H9.8" />
  </Drawn>
)
export const FullScreenIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M9.4 2.6h4v4M13.2 2.8L9.4 6.6M6.6 13.4h-4v-4M2.8 13.2l3.8-3.8" />
  </Drawn>
)
export const PopOutIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M9 2.6h4.4V7M13.2 2.8L7.6 8.4M11.6 9.4v4H2.6v-9h4" />
  </Drawn>
)
export const RecordIcon = (props: IconProps) => (
  <Drawn {...props}>
    <circle cx="8" cy="8" r="6" />
    <circle cx="8" cy="8" r="2.5" fill="currentColor" />
  </Drawn>
)
export const StopIcon = (props: IconProps) => (
  <Drawn {...props}>
    <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />
  </Drawn>
)
export const CameraIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M2 4.8h3l1-1.8h4l1 1.8h3v8.2H2z" />
    <circle cx="8" cy="8.8" r="2.3" />
  </Drawn>
)

/** The product's mark: a porthole. */
export function PortholeMark({ size = 20 }: { size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none">
      <circle cx="16" cy="16" r="14" fill="var(--mark-ring)" />
      <circle cx="16" cy="16" r="9.2" fill="var(--mark-glass)" />
      <path d="M7 17.4c2.4-1.7 4.4-1.7 6.4 0s4 1.7 6 0 3.6-1.6 5.6-.3a9.2 9.2 0 0 1-18 .3z" fill="var(--mark-sea)" />
      <g fill="var(--mark-glass)">
        <circle cx="16" cy="4.4" r="1.15" />
        <circle cx="16" cy="27.6" r="1.15" />
        <circle cx="4.4" cy="16" r="1.15" />
        <circle cx="27.6" cy="16" r="1.15" />
      </g>
    </svg>
  )
}
export const TextIcon = (props: IconProps) => (
  <Drawn {...props}>
    <path d="M3 3.4h10M8 3.4v9.4M6.2 12.8h3.6M3 3.4v1.8M13 3.4v1.8" />
  </Drawn>
)
