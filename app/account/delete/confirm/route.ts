export { POST } from "@/features/delete-account/route";
