package org.simplesignin.client;

/// Logs to stderr, one line an entry.
final class Logs {
    private static final String FORMAT = "java.util.logging.SimpleFormatter.format";

    private Logs() {}

    static void install() {
        if (System.getProperty(FORMAT) == null) {
            System.setProperty(FORMAT, "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
        }
    }
}
