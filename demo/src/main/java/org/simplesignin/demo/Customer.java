package org.simplesignin.demo;

import java.util.List;

/// One customer of the demo. Every device is registered for each; the last one is active.
///
/// @param password for the customer's pages; it is no secret, the demo's page shows it
record Customer(String displayName, String email, String password) {
    static final List<Customer> ALL = List.of(
            new Customer("Bob", "bob@home.example", "nine-slow-trains"),
            new Customer("Alice", "alice@home.example", "seven-green-kettles"));
}
