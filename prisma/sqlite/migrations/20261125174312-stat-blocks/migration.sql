-- CreateTable
CREATE TABLE "StatBlock" (
    "object" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "block" INTEGER NOT NULL,
    "points" BLOB NOT NULL,

    PRIMARY KEY ("object", "step", "block")
);

-- CreateIndex
CREATE INDEX "StatBlock_step_block_idx" ON "StatBlock"("step", "block");
