-- CreateTable
CREATE TABLE "ThrowAwayUser" (
    "userId" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ThrowAwayUser_pkey" PRIMARY KEY ("userId")
);

-- CreateIndex
CREATE INDEX "ThrowAwayUser_until_idx" ON "ThrowAwayUser"("until");

-- AddForeignKey
ALTER TABLE "ThrowAwayUser" ADD CONSTRAINT "ThrowAwayUser_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
