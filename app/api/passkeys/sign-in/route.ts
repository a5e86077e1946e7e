export { answerSignIn as POST } from "@/features/passkeys/routes";
