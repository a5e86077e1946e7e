export { answerOptions as POST } from "@/features/passkeys/routes";
