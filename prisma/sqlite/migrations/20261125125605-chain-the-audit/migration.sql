-- DropTable
PRAGMA foreign_keys=off;
DROP TABLE "AuditEntry";
PRAGMA foreign_keys=on;

-- CreateTable
CREATE TABLE "AuditRow" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "at" DATETIME NOT NULL,
    "source" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "result" TEXT NOT NULL,
    "startSeq" INTEGER,
    "personId" TEXT,
    "person" TEXT,
    "credential" TEXT,
    "sessionId" TEXT,
    "from" TEXT,
    "object" TEXT,
    "objectName" TEXT,
    "host" TEXT,
    "args" TEXT NOT NULL,
    "error" TEXT,
    "took" INTEGER,
    "mac" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "seq" INTEGER NOT NULL,
    "mac" TEXT NOT NULL,
    "cut" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "UnfinishedAct" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "server" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "ServerPulse" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "startedAt" DATETIME NOT NULL,
    "aliveAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE INDEX "AuditRow_object_seq_idx" ON "AuditRow"("object", "seq");

-- CreateIndex
CREATE INDEX "AuditRow_host_seq_idx" ON "AuditRow"("host", "seq");

-- CreateIndex
CREATE INDEX "AuditRow_personId_seq_idx" ON "AuditRow"("personId", "seq");

-- CreateIndex
CREATE INDEX "AuditRow_result_seq_idx" ON "AuditRow"("result", "seq");

-- CreateIndex
CREATE INDEX "AuditRow_at_idx" ON "AuditRow"("at");

-- CreateIndex
CREATE INDEX "UnfinishedAct_server_idx" ON "UnfinishedAct"("server");

-- The chain's end before the first row.
INSERT INTO "AuditHead" ("id", "seq", "mac") VALUES (1, 0, '');

-- Rows are only added; retention first says, in "cut", how far it goes. Prisma knows no triggers: they are kept by hand.
CREATE TRIGGER "AuditRow_never_changes" BEFORE UPDATE ON "AuditRow"
BEGIN
  SELECT RAISE(ABORT, 'a row of the audit is never changed');
END;

CREATE TRIGGER "AuditRow_never_goes" BEFORE DELETE ON "AuditRow"
WHEN OLD."seq" > (SELECT "cut" FROM "AuditHead" WHERE "id" = 1)
BEGIN
  SELECT RAISE(ABORT, 'a row of the audit is never removed before its time');
END;
