package org.simplesignin.demo;

import java.util.List;

/// One customer of the demo. Every device is registered for each; the first one is active.
///
/// @param id the name in the server's enrolment file
record Customer(String id, String displayName) {
    static final List<Customer> ALL = List.of(new Customer("alice", "Alice"), new Customer("bob", "Bob"));
}
