-- Emails are compared as they are kept, in lower case, by the unique index. Whoever writes one in another way, an import
-- for example, gets it in lower case too: otherwise its owner could not sign in, and could sign up once more.
-- #region by-hand
CREATE FUNCTION lower_case_email() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.email := lower(NEW.email);
  RETURN NEW;
END $$;

CREATE TRIGGER lower_case_email BEFORE INSERT OR UPDATE OF email ON "User"
  FOR EACH ROW EXECUTE FUNCTION lower_case_email();
-- #endregion

-- Of several that differ in their case alone, the one that is in lower case keeps the email, or else the oldest. The
-- others are left as they are.
UPDATE "User" SET email = lower(email) WHERE id IN (
  SELECT DISTINCT ON (lower(email)) id FROM "User"
  WHERE email IS NOT NULL
  ORDER BY lower(email), (email = lower(email)) DESC, "createdAt", id
) AND email <> lower(email);
