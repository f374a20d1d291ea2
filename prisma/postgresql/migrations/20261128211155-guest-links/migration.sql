-- CreateTable
CREATE TABLE "GuestLink" (
    "id" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "vm" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "control" BOOLEAN NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "uses" INTEGER NOT NULL DEFAULT 0,
    "mostUses" INTEGER,

    CONSTRAINT "GuestLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GuestVisit" (
    "id" TEXT NOT NULL,
    "linkId" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "GuestVisit_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "GuestLink_digest_key" ON "GuestLink"("digest");

-- CreateIndex
CREATE INDEX "GuestLink_vm_idx" ON "GuestLink"("vm");

-- CreateIndex
CREATE INDEX "GuestLink_userId_idx" ON "GuestLink"("userId");

-- CreateIndex
CREATE INDEX "GuestLink_expiresAt_idx" ON "GuestLink"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "GuestVisit_digest_key" ON "GuestVisit"("digest");

-- CreateIndex
CREATE INDEX "GuestVisit_linkId_idx" ON "GuestVisit"("linkId");

-- AddForeignKey
ALTER TABLE "GuestLink" ADD CONSTRAINT "GuestLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuestVisit" ADD CONSTRAINT "GuestVisit_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "GuestLink"("id") ON DELETE CASCADE ON UPDATE CASCADE;
