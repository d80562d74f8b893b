/// An OpenID Connect provider that is not ours, as an operator may run one: Spring Authorization Server with a form to
/// sign in and two people. The server's tests start it in a process of its own and tell it, on its standard input, to
/// rotate its key.
@NullMarked
package org.simplesignin.openidprovider;

import org.jspecify.annotations.NullMarked;
