-- Device registrations under way (RFC 8628). Found by a device, and by a code that a customer types, hence not by
-- customer. Small: a row goes ten minutes after its codes have expired.
CREATE TABLE registrations (
    registration_id ${bytes} NOT NULL PRIMARY KEY,
    device_code_hash ${bytes} NOT NULL UNIQUE,
    user_code TEXT NOT NULL UNIQUE,
    -- Three codes in the order in which they are shown, with a space between.
    choices TEXT NOT NULL,
    -- Who asks from where, wrapped.
    asking ${bytes} NOT NULL,
    key_thumbprint TEXT,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    interval_millis BIGINT NOT NULL,
    polled_at BIGINT,
    stage TEXT NOT NULL CHECK (stage IN ('WAITING', 'OPENED', 'APPROVED', 'REFUSED', 'REGISTERED')),
    customer_id ${bytes} REFERENCES customers,
    device_id ${bytes},
    registered_at BIGINT
);

CREATE INDEX registrations_by_expiry ON registrations (expires_at);
