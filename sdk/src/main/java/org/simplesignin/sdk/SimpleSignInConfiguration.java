package org.simplesignin.sdk;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the client of this device listens, and how long an app waits for it. Immutable.
 *
 * @param socket the client's Unix socket; at most {@value #SOCKET_PATH_BYTES} bytes, the least that systems allow
 * @param callTimeout for calls that show nothing, with their retry; over 0, at most a day
 * @param dialogTimeout for calls that show a dialog; the client gives a customer 15 minutes (specification §2), so less
 *     than that takes the dialog away from them
 */
public record SimpleSignInConfiguration(Path socket, Duration callTimeout, Duration dialogTimeout) {
    /** The system property that says where the socket is, before anything else. */
    public static final String SOCKET_PROPERTY = "simplesignin.socket";

    /** The environment variable that says where the socket is, where there is no such property. */
    public static final String SOCKET_VARIABLE = "SIMPLE_SIGN_IN_SOCKET";

    /** Where the socket is unless somebody says otherwise. */
    public static final String DEFAULT_SOCKET = "/run/simple-sign-in/client.sock";

    /** The longest path of a socket, in bytes of UTF-8. */
    public static final int SOCKET_PATH_BYTES = 103;

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DIALOG_TIMEOUT = Duration.ofMinutes(16);
    private static final Duration LONGEST = Duration.ofDays(1);

    /** Refuses what cannot work with an {@link IllegalArgumentException} that says what to do. */
    public SimpleSignInConfiguration {
        if (socket == null || socket.toString().isBlank()) {
            throw new IllegalArgumentException("socket must be the path of the client's Unix socket");
        }
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > SOCKET_PATH_BYTES) {
            throw new IllegalArgumentException("socket must have a path of at most " + SOCKET_PATH_BYTES + " bytes");
        }
        requireTimeout("callTimeout", callTimeout);
        requireTimeout("dialogTimeout", dialogTimeout);
    }

    /**
     * Returns the configuration of this process: the socket from {@value #SOCKET_PROPERTY}, {@value #SOCKET_VARIABLE} or
     * {@value #DEFAULT_SOCKET}; 10 seconds for calls that show nothing, 16 minutes for dialogs.
     *
     * @throws IllegalStateException where the property or the variable is there but is not a usable path
     */
    public static SimpleSignInConfiguration ofProcess() {
        return of(System::getProperty, System::getenv);
    }

    static SimpleSignInConfiguration of(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> variables) {
        String property = properties.apply(SOCKET_PROPERTY);
        if (property != null) {
            return at(property, "the system property " + SOCKET_PROPERTY);
        }
        String variable = variables.apply(SOCKET_VARIABLE);
        if (variable != null) {
            return at(variable, "the environment variable " + SOCKET_VARIABLE);
        }
        return at(DEFAULT_SOCKET, "the default");
    }

    /** Returns this with another socket. */
    public SimpleSignInConfiguration withSocket(Path socket) {
        return new SimpleSignInConfiguration(socket, callTimeout, dialogTimeout);
    }

    /** Returns this with another time-out for calls that show nothing. */
    public SimpleSignInConfiguration withCallTimeout(Duration callTimeout) {
        return new SimpleSignInConfiguration(socket, callTimeout, dialogTimeout);
    }

    /** Returns this with another time-out for calls that show a dialog. */
    public SimpleSignInConfiguration withDialogTimeout(Duration dialogTimeout) {
        return new SimpleSignInConfiguration(socket, callTimeout, dialogTimeout);
    }

    private static SimpleSignInConfiguration at(String socket, String source) {
        try {
            return new SimpleSignInConfiguration(Path.of(socket), CALL_TIMEOUT, DIALOG_TIMEOUT);
        } catch (InvalidPathException e) {
            throw new IllegalStateException(source + " must be the path of the client's Unix socket", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(source + ": " + e.getMessage(), e);
        }
    }

    private static void requireTimeout(String name, Duration timeout) {
        if (timeout == null || timeout.isZero() || timeout.isNegative() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be over 0 and at most a day");
        }
    }
}
