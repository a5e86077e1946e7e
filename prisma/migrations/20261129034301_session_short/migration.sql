-- AlterTable
ALTER TABLE "Session" ADD COLUMN     "short" BOOLEAN NOT NULL DEFAULT false;
