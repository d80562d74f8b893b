package org.simplesignin.sample.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/// The screen and the keys of a command-line app. A password is read without echo where there is a real console.
///
/// @param console the console, or null where standard input is something else
record Terminal(
        BufferedReader in, PrintStream out, @Nullable Console console) {
    private static final int LONGEST_LINE = 1024;

    void say(String text) {
        out.println(text);
    }

    /// Asks for a line.
    ///
    /// @throws EOFException where there will be none any more
    String ask(String question) throws IOException {
        out.print(question + " ");
        out.flush();
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("standard input has ended");
        }
        return line.length() > LONGEST_LINE ? "" : line;
    }

    /// Asks for a password.
    String askSecret(String question) throws IOException {
        if (console == null) {
            return ask(question);
        }
        char[] typed = console.readPassword("%s ", question);
        if (typed == null) {
            throw new EOFException("standard input has ended");
        }
        return new String(typed);
    }
}
