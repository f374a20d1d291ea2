-- CreateTable
CREATE TABLE "SignOn" (
    "id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "clientId" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "claim" TEXT NOT NULL,
    "signUp" BOOLEAN NOT NULL,
    "rights" TEXT NOT NULL,

    CONSTRAINT "SignOn_pkey" PRIMARY KEY ("id")
);
