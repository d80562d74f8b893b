package org.simplesignin.server.audit;

import java.util.List;

/// What a check of every customer's audit log found.
///
/// @param customers how many have a log
/// @param lines how many there are in all
/// @param broken the first wrong line of each log that is not whole
public record AuditFindings(long customers, long lines, List<Broken> broken) {
    /// Copies the list.
    public AuditFindings {
        broken = List.copyOf(broken);
    }

    /// Where a log stops being what was written.
    ///
    /// @param customer the customer's id as it is stored, in hexadecimal
    /// @param sequence of the wrong line, or of the one that is missing
    public record Broken(String customer, long sequence, Damage damage) {}

    /// What is wrong with a line.
    public enum Damage {
        /// It was changed, exchanged or put in: it is not what its hash was taken of, or not what came after the line
        /// before.
        ALTERED,
        /// It is not there, and later ones are; or the customer has a device and no line at all.
        MISSING
    }
}
