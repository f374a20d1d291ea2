-- CreateTable
CREATE TABLE "VmOwner" (
    "vm" TEXT NOT NULL,
    "userId" TEXT NOT NULL,

    CONSTRAINT "VmOwner_pkey" PRIMARY KEY ("vm")
);

-- CreateIndex
CREATE INDEX "VmOwner_userId_idx" ON "VmOwner"("userId");

-- AddForeignKey
ALTER TABLE "VmOwner" ADD CONSTRAINT "VmOwner_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
