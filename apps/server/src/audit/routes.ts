import type { Routes } from '../routes.ts'
import { exportAudit } from './export-audit.ts'
import { listAudit } from './list-audit.ts'

export const auditRoutes: Routes['audit'] = { listAudit, exportAudit }
