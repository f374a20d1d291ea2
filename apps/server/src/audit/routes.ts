import type { Routes } from '../routes.ts'
import { listAudit } from './list-audit.ts'

export const auditRoutes: Routes['audit'] = { listAudit }
