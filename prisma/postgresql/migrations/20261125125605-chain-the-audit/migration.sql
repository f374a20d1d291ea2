-- DropTable
DROP TABLE "AuditEntry";

-- CreateTable
CREATE TABLE "AuditRow" (
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
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
    "mac" TEXT NOT NULL,

    CONSTRAINT "AuditRow_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "AuditHead" (
    "id" INTEGER NOT NULL,
    "seq" INTEGER NOT NULL,
    "mac" TEXT NOT NULL,
    "cut" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "AuditHead_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UnfinishedAct" (
    "seq" INTEGER NOT NULL,
    "server" TEXT NOT NULL,

    CONSTRAINT "UnfinishedAct_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "ServerPulse" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL,
    "aliveAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ServerPulse_pkey" PRIMARY KEY ("id")
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
CREATE FUNCTION "refuseAuditChange"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a row of the audit is never changed, nor removed before its time';
END $$;

CREATE TRIGGER "AuditRow_never_changes" BEFORE UPDATE ON "AuditRow"
FOR EACH ROW EXECUTE FUNCTION "refuseAuditChange"();

CREATE FUNCTION "refuseAuditRemoval"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."seq" > (SELECT "cut" FROM "AuditHead" WHERE "id" = 1) THEN
    RAISE EXCEPTION 'a row of the audit is never removed before its time';
  END IF;
  RETURN OLD;
END $$;

CREATE TRIGGER "AuditRow_never_goes" BEFORE DELETE ON "AuditRow"
FOR EACH ROW EXECUTE FUNCTION "refuseAuditRemoval"();

CREATE TRIGGER "AuditRow_never_emptied" BEFORE TRUNCATE ON "AuditRow"
FOR EACH STATEMENT EXECUTE FUNCTION "refuseAuditChange"();
