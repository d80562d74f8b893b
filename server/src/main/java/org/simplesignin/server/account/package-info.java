/// The accounts of customers: signing up, signing in, and everything that changes the way in (password, passkeys,
/// e-mail address). Owns [org.simplesignin.server.account.Account], the storage ports
/// [org.simplesignin.server.account.Accounts] and [org.simplesignin.server.account.MailCodes], the rules and the pages
/// `/sign-up`, `/sign-in`, `/sign-in/again`, `/sign-out`, `/password-reset` and `/account`.
///
/// How passwords are hashed is in `password`, how passkeys are verified in `passkey`, what a session is in `session`. A
/// customer need not have an account here: the operator's own identity provider may vouch for them.
@NullMarked
package org.simplesignin.server.account;

import org.jspecify.annotations.NullMarked;
