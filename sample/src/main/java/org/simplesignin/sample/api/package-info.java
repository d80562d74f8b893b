/// What the sample app and its backend say to each other, as JSON over HTTP: one record for each body. It is the
/// sample's own language and no part of Simple Sign-In; your app and your backend have theirs already.
///
/// Routes, all `POST` unless said otherwise: `/api/sign-up` and `/api/sign-in` take
/// [Credentials][org.simplesignin.sample.api.Credentials], `/api/sign-in-with-ssi-token` takes a `Token`; all three
/// answer [SignedIn][org.simplesignin.sample.api.SignedIn]. With `Authorization: Bearer <session>`: `GET /api/account`,
/// `/api/sign-out`, and `/api/link-token`, which answers the SDK's own `LinkUserAccountRequest`. `/api/login-names`
/// answers the login names of links, each asked for with its SSI token.
@NullMarked
package org.simplesignin.sample.api;

import org.jspecify.annotations.NullMarked;
