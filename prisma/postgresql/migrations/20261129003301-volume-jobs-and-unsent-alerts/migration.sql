-- AlterTable
ALTER TABLE "Alert" ADD COLUMN     "unsent" TIMESTAMP(3);

-- AlterTable
ALTER TABLE "JobItem" ADD COLUMN     "pool" TEXT;

-- CreateIndex
CREATE INDEX "Alert_unsent_idx" ON "Alert"("unsent");
