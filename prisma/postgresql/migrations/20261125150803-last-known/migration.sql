-- CreateTable
CREATE TABLE "LastKnown" (
    "host" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    "told" TEXT NOT NULL,

    CONSTRAINT "LastKnown_pkey" PRIMARY KEY ("host")
);
