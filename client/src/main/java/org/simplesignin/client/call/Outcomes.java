package org.simplesignin.client.call;

import java.util.function.Function;
import org.simplesignin.client.session.Answer;
import org.simplesignin.client.session.Answer.Answered;
import org.simplesignin.client.session.Answer.Away;
import org.simplesignin.client.session.Answer.Declined;
import org.simplesignin.client.session.Answer.Ended;
import org.simplesignin.protocol.RequestStatus;

/// What the app is told where the server did not say it itself (specification §2).
final class Outcomes {
    private Outcomes() {}

    /// Returns the server's own words, or what `unprocessed` makes of the status.
    static <T> T orElse(Answer<T> answer, Function<RequestStatus, T> unprocessed) {
        return switch (answer) {
            case Answered<T> answered -> answered.value();
            case Declined<T> ignored -> unprocessed.apply(RequestStatus.FAILURE);
            case Away<T> ignored -> unprocessed.apply(RequestStatus.RETRYABLE_FAILURE);
            case Ended<T> ignored -> unprocessed.apply(RequestStatus.NOT_SUPPORTED);
        };
    }
}
