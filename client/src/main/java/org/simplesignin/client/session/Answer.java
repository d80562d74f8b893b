package org.simplesignin.client.session;

import java.util.Objects;
import java.util.Optional;

/// What came of asking the server.
///
/// @param <T> what it says when all is well
public sealed interface Answer<T> {
    /// Returns what the server told, or empty where it did not answer with what was asked for.
    default Optional<T> told() {
        return this instanceof Answered<T> answered ? Optional.of(answered.value()) : Optional.empty();
    }

    /// Returns the same answer to a question of another type.
    ///
    /// @throws IllegalStateException where the server answered: a value has one type only
    default <R> Answer<R> retyped() {
        return switch (this) {
            case Answered<T> ignored -> throw new IllegalStateException("an answer with a value keeps its type");
            case Declined<T> declined -> new Declined<>(declined.status(), declined.code());
            case Away<T> ignored -> new Away<>();
            case Ended<T> ignored -> new Ended<>();
        };
    }

    /// The server answered with what was asked for.
    record Answered<T>(T value) implements Answer<T> {
        /// Refuses an absent value with a [NullPointerException].
        public Answered {
            Objects.requireNonNull(value, "value");
        }
    }

    /// The server refused (4xx): asking again will not help.
    ///
    /// @param code the stable code of the problem document
    record Declined<T>(int status, String code) implements Answer<T> {
        /// Refuses an absent code with a [NullPointerException].
        public Declined {
            Objects.requireNonNull(code, "code");
        }
    }

    /// The server could not be reached in time, is overloaded or answered nonsense: asking later may help. Whether
    /// the request had an effect is not known.
    record Away<T>() implements Answer<T> {}

    /// The server has ended the session: this customer is no longer registered on this device.
    record Ended<T>() implements Answer<T> {}

    /// Nothing more to say than that it was done.
    enum Done {
        /// The one value.
        DONE
    }
}
