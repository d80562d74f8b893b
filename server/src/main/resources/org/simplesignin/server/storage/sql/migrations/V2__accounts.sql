-- How customers come in. Personal texts and password hashes are sealed under the customer's key; an e-mail address is
-- found by a keyed hash.

CREATE TABLE accounts (
    customer_id ${bytes} NOT NULL PRIMARY KEY REFERENCES customers,
    password ${bytes},
    created_at BIGINT NOT NULL
);

-- Found by address, before it is known whose it is. The present address of an account has no replaced_at.
CREATE TABLE account_emails (
    email_index ${bytes} NOT NULL PRIMARY KEY,
    customer_id ${bytes} NOT NULL REFERENCES customers,
    email ${bytes} NOT NULL,
    since BIGINT NOT NULL,
    replaced_at BIGINT
);

CREATE INDEX account_emails_of_customer ON account_emails (customer_id);

-- The credential id alone leads to a passkey when somebody signs in with it, hence unique over all customers.
CREATE TABLE passkeys (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    credential_id ${bytes} NOT NULL UNIQUE,
    public_key ${bytes} NOT NULL,
    sign_count BIGINT NOT NULL,
    name ${bytes} NOT NULL,
    backup_eligible BIGINT NOT NULL,
    backed_up BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (customer_id, credential_id)
);

-- Nobody's, and gone within minutes.
CREATE TABLE passkey_challenges (
    challenge ${bytes} NOT NULL PRIMARY KEY,
    expires_at BIGINT NOT NULL
);

CREATE INDEX passkey_challenges_by_end ON passkey_challenges (expires_at);

CREATE TABLE mail_codes (
    code_id ${bytes} NOT NULL PRIMARY KEY,
    code ${bytes} NOT NULL,
    tries_left BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    verified_at BIGINT
);

CREATE INDEX mail_codes_by_end ON mail_codes (expires_at);

-- A session that has ended has no row.
CREATE TABLE browser_sessions (
    customer_id ${bytes} NOT NULL REFERENCES customers,
    session_id ${bytes} NOT NULL,
    token ${bytes} NOT NULL,
    began_at BIGINT NOT NULL,
    signed_in_at BIGINT NOT NULL,
    used_at BIGINT NOT NULL,
    sealed_where ${bytes} NOT NULL,
    PRIMARY KEY (customer_id, session_id)
);
