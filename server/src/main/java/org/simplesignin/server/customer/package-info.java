/// Customers: the people who own devices. Owns [org.simplesignin.server.customer.Customer], its storage port and the
/// route `GET /device/v1/customer`.
///
/// In this version customers come from the operator's enrolment file; sign-up and the customer's own pages come later.
/// What a partner knows of a customer is not here but in `link`: the directed id.
@NullMarked
package org.simplesignin.server.customer;

import org.jspecify.annotations.NullMarked;
