-- AlterTable
ALTER TABLE "Password" ADD COLUMN     "failedAttempts" INTEGER NOT NULL DEFAULT 0;
