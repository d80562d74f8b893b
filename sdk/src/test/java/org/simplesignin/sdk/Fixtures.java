package org.simplesignin.sdk;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.simplesignin.protocol.AppResponse;
import org.simplesignin.protocol.GetUserAndLinksResponse;
import org.simplesignin.protocol.Link;
import org.simplesignin.protocol.LinkAccountSuccessCode;
import org.simplesignin.protocol.LinkUserAccountRequest;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.LoginNameValue;
import org.simplesignin.protocol.RecordMetricsEventResponse;
import org.simplesignin.protocol.RequestStatus;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.SSIEventRequest;
import org.simplesignin.protocol.ShowLoginSelectionResponse;
import org.simplesignin.protocol.Token;
import org.simplesignin.protocol.UserSelection;

/// Requests and responses that are right, for tests to make wrong.
final class Fixtures {
    static final String PROVIDER = "sample-video";
    static final String LINK_ID = "Zm9ydHktdHdvLWxpbmtzLTAx";
    static final Token LINK_TOKEN = new Token("link.token", Token.LINK_TOKEN);
    static final LinkUserAccountRequest LINK =
            new LinkUserAccountRequest("partner-1", PROVIDER, "alice@example.com", LINK_TOKEN, "a2V5");
    static final List<LoginNameValue> LOGIN_NAMES = List.of(new LoginNameValue("alice@example.com", LINK_ID));
    static final SSIEventRequest EVENT = new SSIEventRequest(SSIEvent.LOGIN_SUCCESS, "1795300000000", null);

    static final GetUserAndLinksResponse FOUND = new GetUserAndLinksResponse(
            RequestStatus.SUCCESSFUL,
            "user-1",
            List.of(new Link(
                    LINK_ID,
                    "user-1",
                    "partner-1",
                    PROVIDER,
                    new Token("ssi.token", Token.SSI_TOKEN),
                    "1795300000000")));
    static final LinkUserAccountResponse LINKED =
            new LinkUserAccountResponse(RequestStatus.SUCCESSFUL, LINK_ID, LinkAccountSuccessCode.LINK_ESTABLISHED);
    static final ShowLoginSelectionResponse SELECTED =
            new ShowLoginSelectionResponse(RequestStatus.SUCCESSFUL, LINK_ID, UserSelection.LOGIN_SELECTED);
    static final RecordMetricsEventResponse RECORDED = new RecordMetricsEventResponse(RequestStatus.SUCCESSFUL);

    private Fixtures() {}

    /// The four calls with right arguments, each with the response that a client would give.
    enum Ask {
        GET_USER_AND_LINKS,
        LINK_USER_ACCOUNT,
        SHOW_LOGIN_SELECTION,
        RECORD_METRIC_EVENT;

        AppResponse response() {
            return switch (this) {
                case GET_USER_AND_LINKS -> FOUND;
                case LINK_USER_ACCOUNT -> LINKED;
                case SHOW_LOGIN_SELECTION -> SELECTED;
                case RECORD_METRIC_EVENT -> RECORDED;
            };
        }

        CompletableFuture<? extends AppResponse> call() {
            return switch (this) {
                case GET_USER_AND_LINKS -> SimpleSignInService.getUserAndLinks(PROVIDER);
                case LINK_USER_ACCOUNT -> SimpleSignInService.linkUserAccount(LINK);
                case SHOW_LOGIN_SELECTION -> SimpleSignInService.showLoginSelection(LOGIN_NAMES);
                case RECORD_METRIC_EVENT -> SimpleSignInService.recordMetricEvent(EVENT);
            };
        }

        boolean showsDialog() {
            return this == LINK_USER_ACCOUNT || this == SHOW_LOGIN_SELECTION;
        }
    }

    /// Takes a socket for all calls, with time-outs that no passing test reaches.
    static void use(Path socket) {
        use(socket, Duration.ofMinutes(1));
    }

    static void use(Path socket, Duration timeout) {
        SimpleSignInService.configure(new SimpleSignInConfiguration(socket, timeout, timeout));
    }
}
