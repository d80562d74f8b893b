/// The operator's enrolment file: customers, and one-time secrets with which their devices register. It joins
/// `customer` and `device`, which do not know each other. Has no routes: a secret is spent at the token endpoint, in
/// `device`.
@NullMarked
package org.simplesignin.server.enrolment;

import org.jspecify.annotations.NullMarked;
