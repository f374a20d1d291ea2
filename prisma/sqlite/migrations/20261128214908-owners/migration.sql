-- CreateTable
CREATE TABLE "VmOwner" (
    "vm" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL,
    CONSTRAINT "VmOwner_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "VmOwner_userId_idx" ON "VmOwner"("userId");
