-- AlterTable
ALTER TABLE "Host" ADD COLUMN     "certificates" TEXT,
ADD COLUMN     "colour" TEXT,
ADD COLUMN     "labels" TEXT NOT NULL DEFAULT '[]',
ADD COLUMN     "maintenanceSince" TIMESTAMP(3),
ADD COLUMN     "notes" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "plainTcp" BOOLEAN NOT NULL DEFAULT false;
