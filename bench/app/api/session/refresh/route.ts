export { GET, POST } from "@/app/api/session/refresh/route";
