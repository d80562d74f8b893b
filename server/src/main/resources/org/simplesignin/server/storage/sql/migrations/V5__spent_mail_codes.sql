-- A code that was spent stays until it expires, so that the browser that spent it hears the same again.

ALTER TABLE mail_codes ADD COLUMN spent_at BIGINT;
