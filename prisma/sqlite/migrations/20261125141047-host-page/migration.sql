-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Host" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "uri" TEXT NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "notes" TEXT NOT NULL DEFAULT '',
    "labels" TEXT NOT NULL DEFAULT '[]',
    "colour" TEXT,
    "maintenanceSince" DATETIME,
    "plainTcp" BOOLEAN NOT NULL DEFAULT false,
    "certificates" TEXT,
    "removedAt" DATETIME
);
INSERT INTO "new_Host" ("createdAt", "id", "name", "position", "removedAt", "uri") SELECT "createdAt", "id", "name", "position", "removedAt", "uri" FROM "Host";
DROP TABLE "Host";
ALTER TABLE "new_Host" RENAME TO "Host";
CREATE UNIQUE INDEX "Host_uri_key" ON "Host"("uri");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
