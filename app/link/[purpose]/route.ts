export { openLink as GET } from "@/features/email/opened";
