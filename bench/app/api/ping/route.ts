export { GET } from "@/app/api/ping/route";
