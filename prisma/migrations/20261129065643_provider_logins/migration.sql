-- CreateTable
CREATE TABLE "ProviderLogin" (
    "sessionId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "sub" TEXT NOT NULL,
    "sid" TEXT,
    "expires" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ProviderLogin_pkey" PRIMARY KEY ("sessionId")
);

-- CreateIndex
CREATE INDEX "ProviderLogin_provider_sub_idx" ON "ProviderLogin"("provider", "sub");

-- CreateIndex
CREATE INDEX "ProviderLogin_provider_sid_idx" ON "ProviderLogin"("provider", "sid");

-- CreateIndex
CREATE INDEX "ProviderLogin_userId_idx" ON "ProviderLogin"("userId");

-- CreateIndex
CREATE INDEX "ProviderLogin_expires_idx" ON "ProviderLogin"("expires");

-- AddForeignKey
ALTER TABLE "ProviderLogin" ADD CONSTRAINT "ProviderLogin_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;
