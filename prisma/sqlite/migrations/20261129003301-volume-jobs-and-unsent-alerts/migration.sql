-- AlterTable
ALTER TABLE "Alert" ADD COLUMN "unsent" DATETIME;

-- AlterTable
ALTER TABLE "JobItem" ADD COLUMN "pool" TEXT;

-- CreateIndex
CREATE INDEX "Alert_unsent_idx" ON "Alert"("unsent");
