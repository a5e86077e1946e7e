-- CreateTable
CREATE TABLE "SessionMark" (
    "userId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SessionMark_pkey" PRIMARY KEY ("userId","name")
);

-- CreateIndex
CREATE INDEX "SessionMark_expires_idx" ON "SessionMark"("expires");
