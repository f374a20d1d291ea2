-- CreateTable
CREATE TABLE "LastKnown" (
    "host" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL,
    "told" TEXT NOT NULL
);
