-- The first schema. The same text on every engine; ${bytes} is BLOB or BYTEA. Times are milliseconds since 1970.
-- What belongs to a customer has customer_id first in its primary key, so that it can be sharded.
-- Columns sealed_... hold what is personal, sealed under the customer's key, which is not in this database; columns
-- ..._index hold keyed hashes of it, to find it by.

CREATE TABLE customers (
    customer_id ${bytes} NOT NULL PRIMARY KEY,
    external_key_index ${bytes} UNIQUE,
    sealed_names ${bytes} NOT NULL,
    created_at BIGINT NOT NULL
);

-- Found by a device that is nobody's yet, hence not by customer. Small: one row for each device ever enrolled.
CREATE TABLE enrolments (
    secret_hash ${bytes} NOT NULL PRIMARY KEY,
    customer_id ${bytes} NOT NULL REFERENCES customers,
    sealed_names ${bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    spent_at BIGINT
);

-- Secrets of customers who were deleted, by their bare hashes.
CREATE TABLE spent_enrolments (
    secret_hash ${bytes} NOT NULL PRIMARY KEY
);

CREATE TABLE devices (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    device_id ${bytes} NOT NULL,
    sealed_names ${bytes} NOT NULL,
    key_thumbprint TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    session_ended_at BIGINT,
    PRIMARY KEY (customer_id, device_id)
);

-- A session that has ended has no row.
CREATE TABLE sessions (
    customer_id ${bytes} NOT NULL,
    device_id ${bytes} NOT NULL,
    access_hash ${bytes} NOT NULL,
    access_expires_at BIGINT NOT NULL,
    previous_access_hash ${bytes},
    previous_access_expires_at BIGINT,
    refresh_hash ${bytes} NOT NULL,
    previous_refresh_hash ${bytes},
    refreshed_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, device_id),
    FOREIGN KEY (customer_id, device_id) REFERENCES devices
);

-- Active links only: ending a link deletes its row, and with it its secrets.
CREATE TABLE links (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    identity_provider TEXT NOT NULL,
    partner_user_index ${bytes} NOT NULL,
    link_id TEXT NOT NULL,
    app TEXT NOT NULL,
    device_id ${bytes} NOT NULL,
    linked_at BIGINT NOT NULL,
    last_used_at BIGINT,
    signing_key ${bytes} NOT NULL,
    sealed_account ${bytes} NOT NULL,
    PRIMARY KEY (customer_id, identity_provider, partner_user_index),
    UNIQUE (customer_id, link_id)
);

-- The ids of ended links, so that a repeated request never revives one. Nothing else of them is kept.
CREATE TABLE ended_links (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    link_id TEXT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, link_id)
);

-- A row says that something is off; target is empty, a device id in hexadecimal, or an app.
CREATE TABLE switches_off (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    scope TEXT NOT NULL CHECK (scope IN ('ACCOUNT', 'DEVICE', 'APP')),
    target TEXT NOT NULL,
    off_since BIGINT NOT NULL,
    PRIMARY KEY (customer_id, scope, target)
);

CREATE TABLE declines (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    app TEXT NOT NULL,
    attempt TEXT NOT NULL,
    declined_at BIGINT NOT NULL,
    PRIMARY KEY (customer_id, app, attempt)
);

CREATE TABLE audit_lines (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    sequence BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    details TEXT NOT NULL,
    previous_hash ${bytes} NOT NULL,
    hash ${bytes} NOT NULL,
    PRIMARY KEY (customer_id, sequence)
);

-- Who of the operator's OpenID Connect provider is which customer. Found by somebody who is nobody's yet, hence not by
-- customer; subject_index is a keyed hash of issuer and subject, sealed_subject holds both.
CREATE TABLE oidc_identities (
    subject_index ${bytes} NOT NULL PRIMARY KEY,
    customer_id ${bytes} NOT NULL REFERENCES customers,
    sealed_subject ${bytes} NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE INDEX oidc_identities_by_customer ON oidc_identities (customer_id);

-- Deleted customers: an id that means nothing any more, and how the audit log ended. shredded_at is null while the
-- customer's key may still be there.
CREATE TABLE closings (
    customer_id ${bytes} NOT NULL PRIMARY KEY,
    closed_at BIGINT NOT NULL,
    audit_lines BIGINT NOT NULL,
    audit_hash ${bytes} NOT NULL,
    shredded_at BIGINT
);

-- day counts from 1970-01-01 and leads the key, so that the table can be partitioned by it.
CREATE TABLE metric_events (
    day BIGINT NOT NULL,
    event_id TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('REPORTED', 'COUNTED')),
    app TEXT NOT NULL,
    identity_provider TEXT NOT NULL,
    kind TEXT NOT NULL,
    failure_reason TEXT,
    occurred_at BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (day, event_id)
);

CREATE TABLE dropped_metric_events (
    day BIGINT NOT NULL PRIMARY KEY,
    dropped BIGINT NOT NULL
);

CREATE TABLE app_keys (
    app TEXT NOT NULL,
    kid TEXT NOT NULL,
    position BIGINT NOT NULL,
    public_key ${bytes} NOT NULL,
    private_key ${bytes} NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (app, kid),
    UNIQUE (app, position)
);

CREATE TABLE server_secrets (
    name TEXT NOT NULL PRIMARY KEY,
    secret ${bytes} NOT NULL,
    created_at BIGINT NOT NULL
);
