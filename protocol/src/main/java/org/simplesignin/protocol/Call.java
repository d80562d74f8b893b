package org.simplesignin.protocol;

import java.util.Arrays;
import java.util.Optional;

/** The four calls of {@code SimpleSignInService}, as named on the wire. */
public enum Call {
    /** See {@link AppRequest.GetUserAndLinks}. */
    GET_USER_AND_LINKS("getUserAndLinks", AppRequest.GetUserAndLinks.class, GetUserAndLinksResponse.class),

    /** See {@link LinkUserAccountRequest}. */
    LINK_USER_ACCOUNT("linkUserAccount", LinkUserAccountRequest.class, LinkUserAccountResponse.class),

    /** See {@link AppRequest.ShowLoginSelection}. */
    SHOW_LOGIN_SELECTION("showLoginSelection", AppRequest.ShowLoginSelection.class, ShowLoginSelectionResponse.class),

    /** See {@link AppRequest.RecordMetricEvent}. */
    RECORD_METRIC_EVENT("recordMetricEvent", AppRequest.RecordMetricEvent.class, RecordMetricsEventResponse.class);

    private final String wireName;
    private final Class<? extends AppRequest> request;
    private final Class<? extends AppResponse> response;

    Call(String wireName, Class<? extends AppRequest> request, Class<? extends AppResponse> response) {
        this.wireName = wireName;
        this.request = request;
        this.response = response;
    }

    /** Returns the name in frames and paths. */
    public String wireName() {
        return wireName;
    }

    /** Returns the type of the request's body. */
    public Class<? extends AppRequest> request() {
        return request;
    }

    /** Returns the type of the response's body. */
    public Class<? extends AppResponse> response() {
        return response;
    }

    /** Returns the call with this wire name, or empty where there is none. */
    public static Optional<Call> named(String wireName) {
        return Arrays.stream(values())
                .filter(call -> call.wireName.equals(wireName))
                .findFirst();
    }

    /** Returns the call that this request makes. */
    public static Call of(AppRequest request) {
        if (request instanceof AppRequest.GetUserAndLinks) {
            return GET_USER_AND_LINKS;
        }
        if (request instanceof LinkUserAccountRequest) {
            return LINK_USER_ACCOUNT;
        }
        if (request instanceof AppRequest.ShowLoginSelection) {
            return SHOW_LOGIN_SELECTION;
        }
        return RECORD_METRIC_EVENT;
    }

    /** Returns the response that tells the app no more than {@code status}, for a request that was not processed. */
    public AppResponse unprocessed(RequestStatus status) {
        return switch (this) {
            case GET_USER_AND_LINKS -> new GetUserAndLinksResponse(status, null, null);
            case LINK_USER_ACCOUNT -> new LinkUserAccountResponse(status, null, LinkAccountSuccessCode.NOT_APPLICABLE);
            case SHOW_LOGIN_SELECTION -> new ShowLoginSelectionResponse(status, null, UserSelection.NOT_APPLICABLE);
            case RECORD_METRIC_EVENT -> new RecordMetricsEventResponse(status);
        };
    }
}
