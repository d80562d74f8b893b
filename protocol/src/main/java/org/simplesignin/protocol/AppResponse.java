package org.simplesignin.protocol;

/** What the on-device client answers an app: one record for each call of {@code SimpleSignInService}. */
public sealed interface AppResponse
        permits GetUserAndLinksResponse,
                LinkUserAccountResponse,
                ShowLoginSelectionResponse,
                RecordMetricsEventResponse {

    /** The outcome of the call. */
    RequestStatus requestStatus();
}
