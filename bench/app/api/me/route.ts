export { GET } from "@/app/api/me/route";
