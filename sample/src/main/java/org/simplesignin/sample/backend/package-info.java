/// The sample's backend: accounts of its own, and the three routes with which Simple Sign-In comes in.
///
/// What an adopter copies is in [SimpleSignInRoutes][org.simplesignin.sample.backend.SimpleSignInRoutes]: issue a link
/// token, answer login names, sign in by SSI token. [AccountRoutes][org.simplesignin.sample.backend.AccountRoutes] is
/// the sign-up and sign-in that every app has already. [Accounts][org.simplesignin.sample.backend.Accounts],
/// [Sessions][org.simplesignin.sample.backend.Sessions] and [SpentTokens][org.simplesignin.sample.backend.SpentTokens]
/// keep what must outlive the process, each in a [Journal][org.simplesignin.sample.backend.Journal]; a real backend has
/// a database. [WebApp][org.simplesignin.sample.backend.WebApp] serves the app's page. The wire is in
/// `org.simplesignin.sample.api`.
@NullMarked
package org.simplesignin.sample.backend;

import org.jspecify.annotations.NullMarked;
