-- The device for which an SSI token was last minted; absent exactly where last_used_at is.

ALTER TABLE links ADD COLUMN last_used_device_id ${bytes};
