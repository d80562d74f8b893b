/// Deleting a customer's account (specification §5): the rule, what is remembered of it, and the pages.
///
/// One transaction ends everything of the customer and leaves a mark; then the customer's key is shredded, which makes
/// every copy of what was stored unreadable, backups too; only then is the deletion acknowledged. What a crash left
/// between the steps is finished at the next start, and so is what an older backup brought back.
///
/// Routes: `GET` and `POST /account/delete` for a customer who signed in just now, `GET /account/deleted`. What is
/// deleted lives with the nouns, behind [org.simplesignin.server.customer.DiesWithCustomer]; the keys in `keys`.
@NullMarked
package org.simplesignin.server.closing;

import org.jspecify.annotations.NullMarked;
