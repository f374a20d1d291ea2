-- CreateIndex
CREATE INDEX "AuditRow_action_seq_idx" ON "AuditRow"("action", "seq");
