-- CreateTable
CREATE TABLE "AlertRule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "target" TEXT,
    "figure" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "threshold" REAL,
    "clearsAt" REAL,
    "seconds" INTEGER NOT NULL,
    "severity" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Alert" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ruleId" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "figure" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "threshold" REAL,
    "severity" TEXT NOT NULL,
    "about" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "hostName" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "value" REAL,
    "since" DATETIME NOT NULL,
    "firedAt" DATETIME,
    "resolvedAt" DATETIME,
    "end" TEXT,
    "ackBy" TEXT,
    "ackAt" DATETIME,
    "ackUntil" DATETIME
);

-- CreateIndex
CREATE INDEX "Alert_state_idx" ON "Alert"("state");

-- CreateIndex
CREATE INDEX "Alert_resolvedAt_idx" ON "Alert"("resolvedAt");
