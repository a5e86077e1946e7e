export const anyone = async () => ({ email: "anyone@example.com" });
